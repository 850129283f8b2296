"""What every layout is read into: hand-ins, each the files of one person at one time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from grader import sheets
from grader.intake.archive import CODE, ZIP, Archive, Entry
from grader.intake.people import Person
from grader.model import Assignment, Policy
from grader.scoring import deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: every assignment that is graded here, those that were asked for, and the course's policy."""

    assignments: Sequence[Assignment]
    asked: frozenset[str] = frozenset()
    policy: Policy = Policy()
    student_of: Callable[[Person], str | None] = lambda person: None
    """Who on the roster somebody is, for layouts that need to know it when they read."""

    def due(self, person: Person, assignment: Assignment) -> datetime | None:
        """Until when this person may hand the assignment in."""
        return deadline(assignment, self.student_of(person) or "", self.policy).due

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What the files may be called that are looked for."""
        kinds = {suffix for assignment in self.assignments for suffix in suffixes(assignment)}
        return (*sorted(kinds), ZIP)

    @property
    def grace(self) -> timedelta:
        """How long after the deadline nothing is late."""
        return timedelta(microseconds=int(self.policy.grace_hours * 3_600_000_000))


def suffixes(assignment: Assignment) -> tuple[str, ...]:
    """What a work may be called: a program or notebook, or the answer sheet of a test."""
    return sheets.SUFFIXES if assignment.kind == "quiz" else CODE


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """The files of one person at one time; their paths begin where the person's own files begin."""

    person: Person
    files: tuple[Entry, ...]
    assignment: str = ""
    """What the files are for, where the layout knows; else their names say it."""
    alone: bool = False
    """Whether the only file there is is the one that is meant, whatever its name."""
    received: datetime | None = None
    """Without a time zone it is a time on the clock of whoever made the export."""
    late: bool = False
    """Whether the LMS says that it was late, without saying when it came."""
    attempt: tuple[int, ...] = ()
    """Grows from one attempt of a person to the next, where the layout counts them."""
    notes: tuple[str, ...] = ()
    own_names: bool = True
    """Whether the student chose how the files are called; else there is nothing to be said of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a layout made of an archive, and lines that an instructor must see."""

    handins: Sequence[HandIn]
    remarks: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    """Folders at the top that are not submissions, and so are not told as unread."""


class Layout(Protocol):
    """One way in which submissions lie: a module of this package."""

    NAME: str
    """What it is called, after "read as"."""

    def recognises(self, archive: Archive, wanted: Wanted) -> bool:
        """Whether the archive looks like this."""

    def read(self, archive: Archive, wanted: Wanted) -> Reading:
        """The hand-ins in it."""
