"""The `--map` file: who is whom, where names do not say, and when their work came, where the export does not.

name,student,received
"Иванова Анна_1234567",ivanova_a,
petrov-boris,petrov_b,2026-10-12T21:40:00+03:00
Test Student_99,-,
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.errors import GraderError
from grader.intake.archive import normal
from grader.model import Student
from grader.spreadsheets import read_records

LEAVE_OUT = "-"
"""In place of a student's id: nobody of the class, such as a teacher who tried the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """What the file says of somebody: the student's id, or `LEAVE_OUT`; when the work came, if it says so."""

    student: str
    received: datetime | None = None


def map_key(text: str) -> str:
    """What somebody is called, as it is compared: apart from case, spaces and composition."""
    return " ".join("".join(c for c in normal(text).casefold() if c.isprintable() or c.isspace()).split())


def read_map(path: Path, roster: Sequence[Student]) -> dict[str, Mapped]:
    """The `--map` file: CSV with a header `name,student` and, if wanted, `received` (ISO 8601 with a time zone).

    A row without a student says nothing yet.  `GraderError` names file, line and remedy.
    """
    known = {student.id for student in roster}
    mapped: dict[str, Mapped] = {}
    for where, row in read_records(path, ("name", "student"), ("received",)):
        _add(mapped, row, known, where)
    return mapped


def _add(mapped: dict[str, Mapped], row: dict[str, str], known: set[str], where: str) -> None:
    name, student, time = row["name"], row["student"], row["received"]
    if not student:
        return
    if student != LEAVE_OUT and student not in known:
        raise GraderError(f"{where}: {student!r} is not on the roster: correct it, or write - to leave them out")
    if map_key(name) in mapped:
        raise GraderError(f"{where}: {name!r} stands there twice: remove one")
    try:
        received = datetime.fromisoformat(time) if time else None
    except ValueError:
        received = None
    if time and (received is None or received.tzinfo is None):
        raise GraderError(f"{where}: {time!r} is no time with a zone: write it as in 2026-10-12T21:40:00+03:00")
    mapped[map_key(name)] = Mapped(student=student, received=received)
