"""The roster: a CSV file with a header `student,name` and, if wanted, `email`, `language` and `aliases`.

Aliases are separated by `|`: `IvanovaA|1234567|Аня Иванова`.
"""

import re
from pathlib import Path

from grader.course.reading import validate
from grader.errors import GraderError
from grader.model import Student
from grader.spreadsheets import read_records

_ID = re.compile(r"[\w.@+-]{1,80}")


def read_roster(path: Path) -> tuple[Student, ...]:
    """The students in the file's order, in whatever dialect of CSV a spreadsheet has saved them.

    Raises `GraderError` that names file, line and remedy.
    """
    students: dict[str, Student] = {}
    for where, cells in read_records(path, ("student", "name"), ("email", "language", "aliases")):
        student = _student(where, cells)
        if student.id in students:
            raise GraderError(f"{where}: {student.id!r} stands there twice: remove one")
        students[student.id] = student
    return tuple(students.values())


def _student(where: str, cells: dict[str, str]) -> Student:
    if not _ID.fullmatch(cells["student"]) or set(cells["student"]) <= {"."}:
        raise GraderError(f"{where}: {cells['student']!r} cannot be an id: use letters, digits and . _ @ + -")
    values = {
        "id": cells["student"],
        "name": cells["name"],
        "email": cells["email"],
        "language": cells["language"] or "ru",
        "aliases": tuple(alias.strip() for alias in cells["aliases"].split("|") if alias.strip()),
    }
    return validate(values, Student, Path(where))
