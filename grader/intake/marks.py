"""Marks for what was graded elsewhere: a CSV file with a column `student` and one for each external assignment.

    student;test01_networks;exam
    ivanov;7,5;8

Commas or semicolons, a decimal point or comma, UTF-8 with or without a byte order mark.  An empty cell says nothing.
All or nothing: one mistake, and no mark of the file is taken.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from grader.errors import GraderError
from grader.model import Assignment, Course, Mark

_NUMBER = re.compile(r"\d{1,6}([.,]\d{1,6})?")


def read_marks(path: Path, course: Course, imported: datetime) -> list[Mark]:
    """The marks in the file, row by row; `GraderError` lists every mistake with its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GraderError(f"{path}: cannot be read ({error.strerror}): correct the path") from error
    except UnicodeDecodeError as error:
        raise GraderError(f"{path}: not UTF-8 (byte {error.start}): save it as CSV UTF-8") from error
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    external = {assignment.name: assignment for assignment in course.assignments if assignment.kind == "external"}
    columns = [column for column in rows.fieldnames or () if column != "student"]
    unknown = [column for column in columns if column not in external]
    twice = len(set(rows.fieldnames or ())) < len(rows.fieldnames or ())
    if "student" not in (rows.fieldnames or ()) or unknown or twice or not columns:
        wanted = ", ".join(external)
        raise GraderError(
            f"{path}: line 1: the header must be student and some of: {wanted}, each once; it has {columns}"
        )
    marks: list[Mark] = []
    complaints: list[str] = []
    seen: dict[str, int] = {}
    known = {student.id for student in course.roster}
    for row in rows:
        student = (row.get("student") or "").strip()
        if student not in known:
            complaints.append(f"line {rows.line_num}: {student!r} is not on the roster")
        elif student in seen:
            complaints.append(f"line {rows.line_num}: {student!r} stands in line {seen[student]} already")
        seen.setdefault(student, rows.line_num)
        for name, points in _points(row, [external[column] for column in columns], rows.line_num, complaints):
            marks.append(Mark(student=student, assignment=name, points=points, source=path.name, imported=imported))
    if complaints:
        raise GraderError(f"{path}: no mark was taken; correct " + "; ".join(complaints))
    return marks


def _points(
    row: dict[str, str], columns: list[Assignment], line: int, complaints: list[str]
) -> Iterator[tuple[str, Fraction]]:
    if None in row or None in row.values():
        complaints.append(f"line {line}: not as many cells as the header has")
        return
    for assignment in columns:
        cell = row[assignment.name].strip()
        if not cell:
            continue
        points = Fraction(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else Fraction(-1)
        if 0 <= points <= assignment.points:
            yield assignment.name, points
        else:
            complaints.append(
                f"line {line}: {assignment.name}: {cell[:20]!r} is not a number from 0 to {assignment.points}"
            )
