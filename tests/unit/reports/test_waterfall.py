from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grader.reports.waterfall import steps
from grader.scoring import computation, course_grade
from tests.unit.graded_class import COURSE, NOW, card, mark, mixed_tasks


def test_the_steps_lead_from_nothing_to_the_grade():
    grade = course_grade(COURSE, "anna", [card("anna", mixed_tasks())], [mark("anna", 8)], NOW)
    homework, exam = steps(computation(COURSE, grade))
    assert (homework.start, homework.end, homework.limit) == (0, Fraction(9, 5), 6)
    assert (exam.start, exam.end, exam.limit) == (Fraction(9, 5), grade.exact, Fraction(9, 5) + 4)


def test_a_part_in_which_nothing_counts_adds_nothing_and_leaves_its_room_to_the_others():
    grade = course_grade(COURSE, "anna", [card("anna")], [], datetime(2026, 10, 7, tzinfo=UTC))
    homework, exam = steps(computation(COURSE, grade))
    assert (homework.end, homework.limit) == (10, 10)
    assert exam.start == exam.end == exam.limit == 10


@given(st.fractions(0, 10), st.booleans())
def test_the_last_step_ends_at_the_exact_grade(points, handed_in):
    cards = [card("anna", mixed_tasks())] if handed_in else []
    grade = course_grade(COURSE, "anna", cards, [mark("anna", points)], NOW)
    found = steps(computation(COURSE, grade))
    assert found[-1].end == grade.exact
    assert all(one.start <= one.end <= one.limit for one in found)
