"""Who is at risk: each reason by itself, at its boundary."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grader.model import Assignment, AssignmentGrade, CategoryGrade, CourseGrade
from grader.reports import Cell, Row
from grader.reports.site.risk import risks
from tests.unit.graded_class import COURSE

STUDENT = COURSE.roster[0]
START = datetime(2026, 9, 1, tzinfo=UTC)


def row(*shares: Fraction | str, exact: Fraction = Fraction(9), pending: bool = False) -> Row:
    """A student with those shares, work by work; a word is a standing without points."""
    cells = []
    for week, share in enumerate(shares):
        work = Assignment(
            name=f"hw{week}",
            title={},
            category="homework",
            kind="homework",
            points=Fraction(10),
            due=START + timedelta(weeks=week),
        )
        standing, points = (share, None) if isinstance(share, str) else ("graded", 10 * share)
        grade = AssignmentGrade(assignment=work.name, standing=standing, points=points, max_points=Fraction(10))
        cells.append(Cell(assignment=work, grade=grade))
    later = AssignmentGrade(assignment="exam", standing="pending", points=None, max_points=Fraction(10))
    grades = (*(cell.grade for cell in cells), *([later] if pending else []))
    category = CategoryGrade(category="homework", weight=Fraction(1), share=exact / 10, assignments=grades)
    mark = int(exact + Fraction(1, 2))
    grade = CourseGrade(student=STUDENT.id, categories=(category,), exact=exact, mark=mark, passed=mark >= 4)
    return Row(student=STUDENT, grade=grade, cells=tuple(cells))


def reasons(one: Row) -> list[str]:
    return [risk.reason for risk in risks(one, COURSE)]


def test_nobody_is_at_risk_without_a_reason():
    assert reasons(row(Fraction(1), Fraction(9, 10), Fraction(1), Fraction(8, 10))) == []


def test_who_is_below_the_pass_mark_is_failing_by_the_rounded_mark():
    assert reasons(row(Fraction(1), exact=Fraction(349, 100))) == ["failing"]
    assert reasons(row(Fraction(1), exact=Fraction(35, 10))) == []


def test_close_is_told_only_while_something_is_to_come():
    assert reasons(row(Fraction(1), exact=Fraction(45, 10), pending=True)) == ["close"]
    assert reasons(row(Fraction(1), exact=Fraction(45, 10))) == []
    assert reasons(row(Fraction(1), exact=Fraction(5), pending=True)) == []


def test_one_missing_work_happens_two_are_told():
    assert reasons(row("missing", Fraction(1))) == []
    assert reasons(row("missing", Fraction(1), "missing")) == ["missing"]


def test_falling_compares_the_last_two_with_what_came_before():
    one = Fraction(1)
    assert reasons(row(one, one, Fraction(2, 3), Fraction(2, 3))) == []
    assert reasons(row(one, one, Fraction(2, 3), Fraction(65, 100))) == ["falling"]
    assert reasons(row(one, Fraction(1, 10), Fraction(1, 10))) == []  # one earlier work says nothing


def test_the_order_of_the_course_does_not_matter_but_that_of_the_deadlines():
    falling = row(Fraction(1), Fraction(1), Fraction(1, 10), Fraction(1, 10))
    assert reasons(replace(falling, cells=falling.cells[::-1])) == ["falling"]


def test_who_has_no_grade_yet_is_not_failing():
    fresh = row("pending", "pending", exact=Fraction(0))
    category = replace(fresh.grade.categories[0], share=None)
    assert reasons(replace(fresh, grade=replace(fresh.grade, categories=(category,), mark=None, passed=None))) == []


@given(st.lists(st.fractions(0, 1), max_size=8), st.fractions(0, 10))
def test_everybody_can_be_judged(shares, exact):
    for risk in risks(row(*shares, exact=exact), COURSE):
        assert risk.why
