"""The roster: a CSV file with a header `student,name` and, if wanted, `email`, `language` and `aliases`.

Aliases are separated by `|`: `IvanovaA|1234567|Аня Иванова`.
"""

import csv
import io
import re
from pathlib import Path

from grader.course.reading import validate
from grader.errors import GraderError
from grader.model import Student

_ID = re.compile(r"[\w.@+-]{1,80}")
_COLUMNS = {"student", "name", "email", "language", "aliases"}


def read_roster(path: Path) -> tuple[Student, ...]:
    """The students in the file's order; commas or semicolons, UTF-8 with or without a byte order mark.

    Raises `GraderError` that names file, line and remedy.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GraderError(f"{path}: the roster cannot be read ({error.strerror}): correct its path") from error
    except UnicodeDecodeError as error:
        raise GraderError(f"{path}: not UTF-8 (byte {error.start}): save it as CSV UTF-8") from error
    header = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",")
    try:
        return _students(path, rows)
    except csv.Error as error:
        raise GraderError(f"{path}: line {rows.line_num + 1}: {error}: look for a quote that is not closed") from error


def _students(path: Path, rows: "csv.DictReader[str]") -> tuple[Student, ...]:
    columns = set(rows.fieldnames or ())
    if not {"student", "name"} <= columns or columns - _COLUMNS:
        raise GraderError(f"{path}: line 1: the header must be student,name and may add email,language,aliases")
    students: dict[str, Student] = {}
    for row in rows:
        student = _student(path, rows.line_num, row)
        if student.id in students:
            raise GraderError(f"{path}: line {rows.line_num}: {student.id!r} stands there twice: remove one")
        students[student.id] = student
    return tuple(students.values())


def _student(path: Path, line: int, row: dict[str, str]) -> Student:
    where = f"{path}: line {line}"
    if None in row or None in row.values():
        raise GraderError(f"{where}: not as many cells as the header has: quote a name that holds a comma")
    cells = {key: value.strip() for key, value in row.items()}
    if not _ID.fullmatch(cells["student"]) or set(cells["student"]) <= {"."}:
        raise GraderError(f"{where}: {cells['student']!r} cannot be an id: use letters, digits and . _ @ + -")
    language = cells.get("language") or "ru"
    values = {
        "id": cells["student"],
        "name": cells["name"],
        "email": cells.get("email", ""),
        "language": language,
        "aliases": tuple(alias.strip() for alias in cells.get("aliases", "").split("|") if alias.strip()),
    }
    return validate(values, Student, Path(where))
