"""Marks for what was graded elsewhere: CSV as a spreadsheet or an LMS saves it → marks of students on the roster.

    student;test01_networks;exam             ФИО;Почта;Оценка           with --assignment exam
    ivanov;7,5;8                             Иванова Анна;a@x.org;7,5

Who is meant is told by id, alias, e-mail or full name, as with submissions, and cells that mean different people are
a mistake.  An empty cell says nothing; "-" or "withdrawn" takes back a mark that was imported before.  All or nothing:
one mistake, and no mark of the file is taken; every mistake is told, with its line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from grader.errors import GraderError
from grader.intake.mark_columns import Columns, find_columns
from grader.intake.people import Match, Register
from grader.model import Assignment, Course, Mark
from grader.rounding import decimal
from grader.spreadsheets import Line, Sheet, read_sheet

_NUMBER = re.compile(r"\d{1,6}([.,]\d{1,6})?")
_WITHDRAWN = frozenset({"-", "–", "—", "withdrawn", "отозвана", "отозвано", "снята", "снято"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an import does to one mark: `before` and `after` are points, None where there is no mark."""

    mark: Mark
    before: Fraction | None
    after: Fraction | None

    @property
    def kind(self) -> str:
        """ "new", "changed", "withdrawn" or "unchanged"."""
        if self.before == self.after:
            return "unchanged"
        return "withdrawn" if self.after is None else "new" if self.before is None else "changed"


def read_marks(path: Path, course: Course, imported: datetime, assignment: str = "") -> list[Mark]:
    """The marks in the file, row by row; a mark without points is one withdrawn.

    `assignment` names what the marks are for, where no column does, and what to take of several.  Raises
    `GraderError` that lists every mistake with its line.
    """
    sheet = read_sheet(path)
    columns = find_columns(path, sheet, course, assignment)
    complaints: list[tuple[int, str]] = []
    students = _students(sheet, columns, course, complaints)
    marks: list[Mark] = []
    for line in sheet.lines:
        for one, points in _points(line, sheet, columns.marks, complaints):
            student = students.get(line.number, "")
            marks.append(Mark(student=student, assignment=one.name, points=points, source=path.name, imported=imported))
    if complaints:
        listed = "".join(f"\n  line {line}: {what}" for line, what in sorted(complaints))
        count = "1 mistake" if len(complaints) == 1 else f"{len(complaints)} mistakes"
        raise GraderError(f"{path}: no mark was taken; correct {count}:{listed}")
    return marks


def changes(marks: Sequence[Mark], standing: dict[tuple[str, str], Mark]) -> list[Change]:
    """What these marks change of those that stand (`scoring.standing_marks`), each in its turn."""
    before = {key: mark.points for key, mark in standing.items()}
    return [Change(mark=mark, before=before.get((mark.student, mark.assignment)), after=mark.points) for mark in marks]


def _students(sheet: Sheet, columns: Columns, course: Course, complaints: list[tuple[int, str]]) -> dict[int, str]:
    """Line → the student's id; a complaint for a line that means nobody, two people, or somebody once more."""
    register = Register(course.roster, {})
    by_column = [register.match(columns.people(sheet, one)) for one in columns.who]
    students: dict[int, str] = {}
    first: dict[str, int] = {}
    for line in sheet.lines:
        found = [matches[label] for matches in by_column if (label := str(line.number)) in matches]
        meant = {match.student for match in found if match.student is not None}
        called = " ".join(cell for one in columns.who if (cell := columns.called(line, one)))
        if len(meant) != 1:
            complaints.append((line.number, _unmatched(called, meant, found)))
            continue
        (student,) = meant
        if student in first:
            complaints.append((line.number, f"{called[:60]!r}: {student} stands in line {first[student]} already"))
        students[line.number] = student
        first.setdefault(student, line.number)
    return students


def _unmatched(called: str, meant: set[str], found: Sequence[Match]) -> str:
    if not called:
        return "there is no student in it: write an id, an e-mail or a name, or remove the line"
    if meant:
        several = " and ".join(sorted(meant))
        return f"{called[:60]!r} means {several}: the cells of one line must mean one student"
    candidates = sorted({one for match in found for one in match.candidates})
    if candidates:
        return f"{called[:60]!r} may be {' or '.join(candidates)}: write the id"
    return f"{called[:60]!r} is not on the roster: correct it, or add an alias to the roster"


def _points(
    line: Line, sheet: Sheet, columns: Sequence[tuple[int, Assignment]], complaints: list[tuple[int, str]]
) -> Iterator[tuple[Assignment, Fraction | None]]:
    wide = len(sheet.header.cells)
    if len(line.cells) < wide or any(line.cells[wide:]):
        what = f"{len(line.cells)} cells, and the header has {wide}: quote what holds the delimiter"
        complaints.append((line.number, what))
        return
    for at, assignment in columns:
        cell = line.cells[at]
        if not cell:
            continue
        if cell.casefold() in _WITHDRAWN:
            yield assignment, None
            continue
        top = assignment.points + assignment.bonus_points
        points = Fraction(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else None
        if points is not None and points <= top:
            yield assignment, points
        else:
            what = f"{assignment.name}: {cell[:20]!r} is not a number from 0 to {decimal(top)}, empty, or -"
            complaints.append((line.number, what))
