"""A gradebook downloaded from Canvas with the columns of our assignments filled in.

    Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (4711),Current Score
        Points Possible,,,,,10.00,(read only)
    "Иванова, Анна",11,,a.ivanova,ML2,8.5,

Canvas finds a column by the number in its header and makes a new assignment of one without; so only columns that were
there are filled in.  Rows without a number of a user say something about columns: the one with numbers are the maxima.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader.errors import GraderError
from grader.exports.filling import Claim, Class, Column, Filled, Filling, decimal_mark, parsed
from grader.exports.given import targets
from grader.exports.raw_csv import RawTable, read_raw
from grader.model import Course

FIXED = ("Student", "ID")
"""What the header begins with; `_IDS` may follow, and more that nobody needs to know."""
_IDS = ("SIS User ID", "SIS Login ID", "Integration ID")
_NAMED = re.compile(r"(?P<name>.*\S)\s*\((?P<id>\d+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A column of an assignment: its name and number at Canvas."""

    index: int
    name: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradebook:
    """A gradebook as it was downloaded, and the columns of its assignments."""

    path: Path
    table: RawTable
    columns: tuple[Named, ...]

    def claims(self) -> Iterator[Claim]:
        """Whom each row of a student is about."""
        header = self.table.header
        own = [header.index(name) for name in _IDS if name in header]
        for row in self.table.rows[1:]:
            if row.at(1):
                ids = tuple(row.at(at) for at in own if row.at(at))
                yield Claim(row=row, label=row.at(1), ids=ids, numbers=(row.at(1),), name=row.at(0))

    def possible(self, column: Named) -> tuple[Fraction | None, str]:
        """The points possible in a column, None if not told, and the decimal mark that they are written with."""
        about = [row.at(column.index) for row in self.table.rows[1:] if not row.at(1)]
        numbers = [value for text in about if (value := parsed(text)) is not None]
        shown = [row.at(column.index) for row in self.table.rows[1:]]
        return (numbers[0] if numbers else None), decimal_mark(shown)


def read(path: Path) -> Gradebook:
    """The gradebook; `GraderError` says why it is none."""
    table = read_raw(path)
    if table.header[: len(FIXED)] != FIXED:
        raise GraderError(
            f"{path}: the header does not begin with {', '.join(FIXED)}: export the gradebook from Canvas, in English"
        )
    found = ((at, _NAMED.fullmatch(name)) for at, name in enumerate(table.header))
    columns = tuple(Named(index=at, name=one["name"], id=one["id"]) for at, one in found if one)
    return Gradebook(path=path, table=table, columns=columns)


def columns_of(gradebook: Gradebook, course: Course, chosen: Mapping[str, str]) -> dict[str, Named]:
    """Target → its column: the one whose number was chosen for it, else the one called by its name or title."""
    known = targets(course)
    by_id = {column.id: column for column in gradebook.columns}
    found = {}
    for target, number in chosen.items():
        if target not in known:
            raise GraderError(f"--column {target}={number}: there is no {target}: use one of {', '.join(known)}")
        if number not in by_id:
            raise GraderError(f"--column {target}={number}: no column of {gradebook.path} has that number")
        found[target] = by_id[number]
    taken = {column.id for column in found.values()}
    for assignment in course.assignments:
        called = {_key(assignment.name), *map(_key, assignment.title.values())}
        fitting = [one for one in gradebook.columns if _key(one.name) in called and one.id not in taken]
        if assignment.name not in found and len(fitting) > 1:
            numbers = " or ".join(one.id for one in fitting)
            raise GraderError(
                f"{gradebook.path}: several columns may be {assignment.name}: say --column with {numbers}"
            )
        if assignment.name not in found and fitting:
            found[assignment.name] = fitting[0]
    if not found:
        raise GraderError(
            f"{gradebook.path}: no column is called by an assignment: say which is which: --column {known[0]}=4711"
        )
    return found


def fill(gradebook: Gradebook, columns: Mapping[str, Named], whose: Class) -> Filled:
    """The gradebook with the points of the targets in their columns; rows are found by the labels of `claims`."""
    filling = Filling(gradebook.table, whose)
    filled = []
    for target, column in columns.items():
        maximum, mark = gradebook.possible(column)
        # Canvas takes more than is possible, as extra credit.
        filled.append(Column(index=column.index, target=target, maximum=maximum, mark=mark, strict=False))
    for claim in gradebook.claims():
        if (grade := filling.grade_of(claim)) is not None:
            for one in filled:
                filling.write(claim.row, grade, one)
    return filling.done()


def _key(name: str) -> str:
    """Letters and digits alone, in small letters."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name).casefold())
