"""A file that a learning system gave out, filled in with grades: what is written, what is left and told.

A cell is left as it is, and that is told, where nobody on the roster is meant, where there is no grade to give although
one stands there, and where the system would not take ours.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grader.exports.cells import number
from grader.exports.given import Given, given
from grader.exports.raw_csv import RawCell, RawRow, RawTable
from grader.messages import clean
from grader.model import Course, CourseGrade

LEFT_OUT = ""
"""In place of a student's id: a person said that the row is about nobody of the class."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Whom a row is about; `label` is one of a kind in the file."""

    row: RawRow
    label: str
    ids: tuple[str, ...] = ()
    """Logins, addresses and numbers of the student."""
    numbers: tuple[str, ...] = ()
    """Numbers that the learning system made up."""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that was left as it was; `line` is that of the file, 0 for the file as a whole."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The file with its grades, how many cells were written anew, and how many said the same already.

    `without` counts the rows that have no grade to give, by the reason: "missing", "held", "pending".
    """

    data: bytes
    written: int
    same: int
    without: Mapping[str, int]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """Whose grades they are: the course, the grades, and who was found for the labels of the rows."""

    course: Course
    grades: Sequence[CourseGrade]
    matched: Mapping[str, str]
    """Label of a claim → student's id, or `LEFT_OUT`."""
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Label of a claim that is matched to nobody → the students who could be meant."""
    zeros: bool = False
    """Whether missing work is 0 where the course counts it so."""
    scaled: bool = False
    """Whether points are converted where the maximum there is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column to fill in; `maximum` None is not known; `strict`, if more is not taken there."""

    index: int
    target: str
    maximum: Fraction | None
    mark: str
    strict: bool = True


class Filling:
    """Collects what changes in a table."""

    def __init__(self, table: RawTable, whose: Class) -> None:
        self._table, self._whose = table, whose
        self._by_student = {grade.student: grade for grade in whose.grades}
        self._changes: dict[RawCell, str] = {}
        self._same = 0
        self._without: Counter[str] = Counter()
        self._remarks: list[Remark] = []
        self._seen: set[str] = set()
        self._told: set[tuple[int, Fraction]] = set()

    def grade_of(self, claim: Claim) -> CourseGrade | None:
        """The grades of whoever is meant; None, and a remark, if that is nobody."""
        student = self._whose.matched.get(claim.label)
        if student == LEFT_OUT:
            return None
        if student is None or student not in self._by_student:
            could = " or ".join(clean(one, 40) for one in self._whose.candidates.get(claim.label, ()))
            who = f"it may be {could}" if could else "nobody on the roster is meant"
            self.remark(claim.row, f"{clean(claim.name or claim.label, 80)}: {who}, left as it is")
            return None
        self._seen.add(student)
        return self._by_student[student]

    def remark(self, row: RawRow | None, text: str) -> None:
        """Says something about a row, or about the file."""
        self._remarks.append(Remark(line=row.number if row else 0, text=text))

    def write(self, row: RawRow, grade: CourseGrade, column: Column) -> None:
        """Writes a grade into the row's cell of that column, or says why not."""
        one = given(grade, self._whose.course, column.target, zeros=self._whose.zeros)
        stands = row.at(column.index)
        if one.points is None:
            self._without[one.why] += 1
            if parsed(stands) is not None:
                self.remark(row, f"{_who(grade, column)} is {one.why} here, {clean(stands, 20)} there: left as it is")
            return
        if column.index >= len(row.cells):
            self.remark(row, f"{_who(grade, column)}: the row is shorter than the header, left as it is")
            return
        points = self._points(one, one.points, column)
        if column.maximum is not None and points > column.maximum:
            left = ": left as it is" if column.strict else ""
            above = f"{number(points)} is above the maximum there, {number(column.maximum)}"
            self.remark(row, f"{_who(grade, column)}: {above}{left}")
            if column.strict:
                return
        text = number(points, column.mark)
        if parsed(stands) == parsed(text):
            self._same += 1
        else:
            self._changes[row.cells[column.index]] = text

    def done(self) -> Filled:
        """The file as it is now."""
        roster = {student.id for student in self._whose.course.roster}
        if absent := sorted(roster & self._by_student.keys() - self._seen):
            self.remark(None, f"on the roster, but not in the file: {', '.join(clean(one, 40) for one in absent)}")
        return Filled(
            data=self._table.replaced(self._changes),
            written=len(self._changes),
            same=self._same,
            without=dict(self._without),
            remarks=tuple(sorted(self._remarks, key=lambda one: one.line)),
        )

    def _points(self, one: Given, points: Fraction, column: Column) -> Fraction:
        if column.maximum in (None, one.maximum) or not column.maximum:
            return points
        if self._whose.scaled:
            return points / one.maximum * column.maximum
        if (column.index, column.maximum) not in self._told:
            self._told.add((column.index, column.maximum))
            differ = f"the maximum is {number(column.maximum)} there, {number(one.maximum)} here"
            self.remark(None, f"{column.target}: {differ}; points are written as they are, --scale converts them")
        return points


def parsed(text: str) -> Fraction | None:
    """The number that a cell shows, with a decimal point or comma; None if it shows none."""
    stripped = text.strip()
    return Fraction(stripped.replace(",", ".")) if _NUMBER.fullmatch(stripped) else None


def decimal_mark(texts: Sequence[str]) -> str:
    """The decimal mark of the numbers among the texts; a point if they have none."""
    numbers = [text for text in texts if parsed(text) is not None]
    return "," if any("," in text for text in numbers) else "."


def _who(grade: CourseGrade, column: Column) -> str:
    return f"{clean(grade.student, 40)}, {column.target}"
