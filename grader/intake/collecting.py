"""Recognises the layout of a folder and collects the submissions in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.intake import student_folders
from grader.intake.files import read_submission, told
from grader.model import Assignment, Student, Submission

LAYOUTS = {"a folder per student": student_folders}
"""Tried in this order; each module has `recognises`, `read` and `unread`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a folder holds: submissions, and what an instructor must know about the rest."""

    layout: str
    submissions: tuple[Submission, ...]
    strangers: tuple[str, ...]
    """Students who are not on the roster: they are graded, and shown apart."""
    unread: tuple[str, ...]
    """Files that no assignment wants: a wrong name, perhaps."""


def collect(root: Path, assignments: Sequence[Assignment], roster: Sequence[Student]) -> Batch:
    """The submissions of these assignments below `root`; `GraderError` if it is not a folder of submissions."""
    if not root.is_dir():
        raise GraderError(f"{root}: there is no such folder: name the folder that holds the submissions")
    try:
        return _read(root, assignments, roster)
    except OSError as error:
        raise GraderError(f"{error.filename}: cannot be read ({error.strerror}): mend its permissions") from error


def _read(root: Path, assignments: Sequence[Assignment], roster: Sequence[Student]) -> Batch:
    for layout, reader in LAYOUTS.items():
        if not reader.recognises(root):
            continue
        wanted = {a.name: {name for task in a.tasks for name in task.requires} for a in assignments}
        submissions = tuple(
            read_submission(found, wanted[found.assignment]) for found in reader.read(root, assignments)
        )
        known = {student.id for student in roster}
        return Batch(
            layout=layout,
            submissions=submissions,
            strangers=tuple(sorted({s.student for s in submissions} - known)),
            unread=tuple(told(path.relative_to(root)) for path in reader.unread(root, assignments)),
        )
    raise GraderError(f"{root}: no known layout: put each student's files in a folder named by the student's id")
