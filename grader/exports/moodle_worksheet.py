"""Moodle's offline grading worksheet of one assignment: the downloaded file with its column of grades filled in.

Moodle finds the columns of an uploaded worksheet by headers in the language of its interface, and a participant by the
number that stands in the cell behind a word of that language.  So nothing is written but grades: header, participants,
dates (by which Moodle sees that somebody graded meanwhile) and feedback go back byte for byte.  What is found
by its place: participants in the first column, the grade right before its maximum.  The decimal mark is that of the
maximum, which Moodle wrote in its own locale and reads in the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.exports.filling import Claim, Class, Column, Filled, Filling, decimal_mark, parsed
from grader.exports.raw_csv import RawRow, RawTable, read_raw

_MAXIMUM = ("maximum grade", "максимальная оценка")
_SCALE = ("scale", "шкала")
_CHANGEABLE = ("grade can be changed", "оценка может быть изменена")
_NO = ("no", "нет")
_PARTICIPANT = re.compile(r"(?P<word>\D*)(?P<number>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """A worksheet as it was downloaded, and where what stands in it."""

    table: RawTable
    grade: int
    maximum: int
    changeable: int | None

    def claims(self) -> Iterator[Claim]:
        """Whom each row is about: the number of the participant, the full name, and what identifies a user."""
        for row in self.table.rows[1:]:
            label = row.at(0)
            cells = [text for text in row.texts[1 : self.grade] if text]
            found = _PARTICIPANT.fullmatch(label)
            yield Claim(
                row=row,
                label=label,
                ids=tuple(text for text in cells if " " not in text),
                numbers=(label, found["number"]) if found else (label,),
                name=row.at(1),
            )


def read(path: Path) -> Worksheet:
    """The worksheet; `GraderError` says why it is none, or none that Moodle would take back."""
    table = read_raw(path)
    header = [name.casefold() for name in table.header]
    if table.delimiter != ",":
        raise GraderError(
            f"{path}: not parted by commas, so a spreadsheet has saved it anew: download it again and fill in that file"
        )
    if any(name in _SCALE for name in header) and not any(name in _MAXIMUM for name in header):
        raise GraderError(f"{path}: the assignment is graded by a scale there, not by points: change that in Moodle")
    maximum = next((at for at, name in enumerate(header) if name in _MAXIMUM), None)
    if maximum is None or maximum < 2:
        raise GraderError(
            f"{path}: no column {' or '.join(_MAXIMUM)}: download the grading worksheet in English or Russian"
        )
    _check_participants(path, table.rows[1:])
    changeable = next((at for at, name in enumerate(header) if name in _CHANGEABLE), None)
    return Worksheet(table=table, grade=maximum - 1, maximum=maximum, changeable=changeable)


def fill(sheet: Worksheet, target: str, whose: Class) -> Filled:
    """The worksheet with the points of `target`; rows are found by the labels of `claims`."""
    filling = Filling(sheet.table, whose)
    mark = decimal_mark([row.at(sheet.maximum) for row in sheet.table.rows[1:]])
    for claim in sheet.claims():
        grade = filling.grade_of(claim)
        if grade is None:
            continue
        if sheet.changeable is not None and claim.row.at(sheet.changeable).casefold() in _NO:
            filling.remark(claim.row, f"{grade.student}: Moodle says that the grade cannot be changed, left as it is")
            continue
        maximum = parsed(claim.row.at(sheet.maximum))
        filling.write(claim.row, grade, Column(index=sheet.grade, target=target, maximum=maximum, mark=mark))
    return filling.done()


def _check_participants(path: Path, rows: tuple[RawRow, ...]) -> None:
    """Every row begins with the same word and a number, or this is another table."""
    words = set()
    for row in rows:
        found = _PARTICIPANT.fullmatch(row.at(0))
        if found is None:
            raise GraderError(
                f"{path}: line {row.number}: {row.at(0)[:40]!r} is no participant's number: download it again"
            )
        words.add(found["word"])
    if len(words) > 1:
        raise GraderError(f"{path}: participants are called {' and '.join(sorted(words))}: do not join worksheets")
