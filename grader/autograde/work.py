"""What is to be graded, who grades it, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader.model import Assignment, Picture, Submission, TaskScore
from grader.sandbox import Wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a judge grades: the course's root, an assignment of it, and behind which wall.

    `students` are those who were given a variant, if it is a test; `runs_code` is False where nothing that they wrote
    is run, so that no sandbox is needed.
    """

    root: Path
    assignment: Assignment
    libraries: tuple[str, ...]
    secret: bytes
    wall: Wall
    students: tuple[str, ...] = ()
    runs_code: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The scores of all tasks, the seconds until the last case was observed, and the pictures that go with them.

    `notes` are remarks on the submission that only showed when it was graded.
    """

    tasks: Sequence[TaskScore]
    seconds: float = 0.0
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()


class Judge(Protocol):
    """Grades submissions of one assignment, one at a time."""

    def start(self) -> None:
        """Gets everything ready; `GraderError` says what is in the way."""

    def grade(self, submission: Submission) -> Judged:
        """One submission graded; our own failure becomes outcomes that say so, never an exception."""

    def close(self) -> None:
        """Ends every process of it, from whichever thread."""
