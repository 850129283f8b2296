"""Who may fail the course, and why: a rule that anybody can work out by hand.

A student is at risk for any of these reasons:

    failing   the grade so far is below the pass mark
    close     it is passed by less than one point of the scale, while something that counts is still to come
    missing   two or more works that were due were not handed in
    falling   the last two works that were graded earned on average less than two thirds of what the earlier ones
              (two at least) did

A student of whom nothing counts yet is not judged by the first two.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from grader.model import Course
from grader.reports.table import Cell, Row
from grader.scoring import decimal, is_so_far

FALL = Fraction(2, 3)
LAST = 2
MISSING = 2

Reason = Literal["failing", "close", "missing", "falling"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One reason, and the numbers that it rests on, in English."""

    reason: Reason
    why: str


def risks(row: Row, course: Course) -> tuple[Risk, ...]:
    """The reasons for which a student is at risk; none for most."""
    return (*_grade(row, course), *_missing(row), *_falling(row))


def _grade(row: Row, course: Course) -> list[Risk]:
    grade, policy = row.grade, course.policy
    if all(category.share is None for category in grade.categories):
        return []
    so_far = f"{decimal(grade.exact)} of {policy.scale}"
    if grade.passed is False or (grade.mark is None and grade.exact < policy.pass_mark):
        return [Risk(reason="failing", why=f"{so_far}, {policy.pass_mark} is needed")]
    if is_so_far(grade) and grade.exact < policy.pass_mark + 1:
        return [Risk(reason="close", why=f"{so_far}, {policy.pass_mark} is needed")]
    return []


def _missing(row: Row) -> list[Risk]:
    missing = [cell.assignment.name for cell in row.cells if cell.grade.standing == "missing"]
    return [Risk(reason="missing", why=", ".join(missing))] if len(missing) >= MISSING else []


def _falling(row: Row) -> list[Risk]:
    shares = [share for share in (cell.grade.share for cell in sorted(row.cells, key=_due)) if share is not None]
    earlier, last = shares[:-LAST], shares[-LAST:]
    if len(earlier) < LAST:
        return []
    before, after = sum(earlier) / Fraction(len(earlier)), sum(last) / Fraction(len(last))
    if after >= FALL * before:
        return []
    return [Risk(reason="falling", why=f"{decimal(100 * before, 0)} % before, {decimal(100 * after, 0)} % in the last")]


def _due(cell: Cell) -> float:
    """Works in the order of their deadlines; those without one come last, in the order of the course."""
    return cell.assignment.due.timestamp() if cell.assignment.due else float("inf")
