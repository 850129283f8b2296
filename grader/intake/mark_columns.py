"""What the columns of a file of marks mean, by what they are called in Russian and English.

A column that is not understood is a mistake, not something to pass over: it may be an assignment whose name is
misspelt, and then a class would miss its marks.  Where the assignment is named beside the file, nothing can be missed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.errors import GraderError
from grader.intake.names import plain
from grader.intake.people import Person
from grader.model import Assignment, Course
from grader.spreadsheets import Line, Sheet

Meaning = Literal["anything", "id", "e-mail", "name", "last", "first", "middle", "mark", "nothing"]

_NAMES: dict[Meaning, str] = {
    "anything": "student|студент|учащийся|слушатель",
    "id": "id|userid|studentid|sid|login|user|username|логин|idстудента|номерстудента|студенческийбилет|номерзачетки"
    "|идентификатор|пользователь|индивидуальныйномер|idnumber|sisloginid|sisuserid",
    "e-mail": "email|mail|emailaddress|почта|электроннаяпочта|адресэлектроннойпочты|адреспочты|эл почта|имейл",
    "name": "name|fullname|studentname|фио|имяифамилия|фамилияиимя|фамилияимя|имяфамилия|фамилияимяотчество|полноеимя"
    "|ф и о",
    "last": "lastname|surname|familyname|фамилия",
    "first": "firstname|givenname|имя",
    "middle": "middlename|patronymic|отчество",
    "mark": "mark|marks|points|score|grade|оценка|оценки|балл|баллы|результат|итог",
    "nothing": "group|группа|comment|comments|комментарий|комментарии|примечание|date|дата|no|n|номер|nпп|пп"
    "|section|institution|department|учреждениеорганизация|отдел",
}
_MEANINGS: dict[str, Meaning] = {
    plain(name).replace("ё", "е"): meaning for meaning, names in _NAMES.items() for name in names.split("|")
}
_WHO: tuple[Meaning, ...] = ("anything", "id", "e-mail", "name", "last", "first", "middle")
_PARTS: tuple[Meaning, ...] = ("last", "first", "middle")

Who = tuple[Meaning, tuple[int, ...]]
"""What a cell or several together say of a student, and where they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the students stand, and the marks of each assignment."""

    who: tuple[Who, ...]
    marks: tuple[tuple[int, Assignment], ...]

    def called(self, line: Line, who: Who) -> str:
        """What a line has there."""
        return " ".join(line.cells[at] for at in who[1] if at < len(line.cells) and line.cells[at])

    def people(self, sheet: Sheet, who: Who) -> Iterator[Person]:
        """Everybody in these cells, labelled by the line; nobody for empty cells."""
        for line in sheet.lines:
            text = self.called(line, who)
            ids = (text,) if who[0] in ("anything", "id", "e-mail") else ()
            name = text if who[0] in ("anything", "name") else ""
            if text:
                yield Person(label=str(line.number), ids=ids, name=name)


def find_columns(path: Path, sheet: Sheet, course: Course, only: str = "") -> Columns:
    """What the header means; `only` is the assignment to take, if one is named: then other columns do not matter.

    Raises `GraderError` with everything that is wrong with the header, or with `only`.
    """
    external = {one.name: one for one in course.assignments if one.kind == "external"}
    if only and only not in external:
        known = ", ".join(external) or "none"
        raise GraderError(f"--assignment {only}: not graded outside of the grader: use one of {known}")
    header = sheet.header.cells
    meanings = [_meaning(cell) for cell in header]
    named = [_assignment(cell, course) for cell in header]
    marks = [(at, one) for at, one in enumerate(named) if one is not None and only in ("", one.name)]
    bare = [at for at, meaning in enumerate(meanings) if meaning == "mark" and named[at] is None]
    alone = bool(only) and bool(marks or bare)
    complaints = [] if alone else list(_complaints(sheet, course, meanings, named))
    if not marks and bare:
        target = external.get(only) or (next(iter(external.values())) if len(external) == 1 else None)
        if target is None:
            complaints.append(
                f"{header[bare[0]]!r} does not say what for: add --assignment, one of {', '.join(external)}"
            )
        elif len(bare) > 1:
            complaints.append(f"{header[bare[0]]!r} and {header[bare[1]]!r} are both marks: remove one")
        else:
            marks = [(bare[0], target)]
    elif bare and not only:
        complaints.append(f"{header[bare[0]]!r} does not say what for: remove it")
    elif only and len(marks) > 1:
        complaints.append(f"{header[marks[0][0]]!r} and {header[marks[1][0]]!r} say the same: remove one")
    who = _who(meanings, named)
    if not who:
        complaints.append("no column says who it is: call one student, id, email or name")
    if not marks and not complaints:
        complaints.append(f"no column has marks: call one by an assignment: {', '.join(external) or 'there is none'}")
    if complaints:
        raise GraderError(f"{path}: line {sheet.header.number}: {'; '.join(complaints)}")
    return Columns(who=who, marks=tuple(marks))


def _meaning(cell: str) -> Meaning | None:
    return "nothing" if cell in ("№", "#") else _MEANINGS.get(plain(cell).replace("ё", "е"))


def _assignment(cell: str, course: Course) -> Assignment | None:
    """The assignment that a column is called by: its name, or its title in some language."""
    key = plain(cell)
    return next(
        (one for one in course.assignments if key and key in {plain(one.name), *map(plain, one.title.values())}), None
    )


def _complaints(
    sheet: Sheet, course: Course, meanings: list[Meaning | None], named: list[Assignment | None]
) -> Iterator[str]:
    seen: dict[str, str] = {}
    for at, (cell, meaning, assignment) in enumerate(zip(sheet.header.cells, meanings, named, strict=True)):
        if assignment is not None and assignment.kind != "external":
            yield f"{cell!r} is graded by the grader, its points cannot be imported: remove the column"
        elif assignment is None and meaning is None:
            yield from _unknown(sheet, at, course)
        key = assignment.name if assignment is not None else meaning if meaning in _WHO else None
        if key is not None and key in seen:
            yield f"{seen[key]!r} and {cell!r} say the same: remove one"
        if key is not None:
            seen[key] = cell


def _unknown(sheet: Sheet, at: int, course: Course) -> Iterator[str]:
    cell = sheet.header.cells[at]
    if cell:
        known = ", ".join(one.name for one in course.assignments if one.kind == "external") or "none"
        yield f"column {cell[:40]!r} is not understood: remove it, or call it by an assignment: {known}"
    elif any(at < len(line.cells) and line.cells[at] for line in sheet.lines):
        yield f"column {at + 1} has no name: give it one, or remove it"


def _who(meanings: list[Meaning | None], named: list[Assignment | None]) -> tuple[Who, ...]:
    at = {meaning: index for index, meaning in enumerate(meanings) if named[index] is None}
    whole: list[Who] = [(one, (at[one],)) for one in _WHO if one in at and one not in _PARTS]
    parts = tuple(at[one] for one in _PARTS if one in at)
    # One part of a name means nobody, unless it is all there is: then a whole name may stand in it.
    return (*whole, ("name", parts)) if len(parts) >= 2 or (parts and not whole) else tuple(whole)
