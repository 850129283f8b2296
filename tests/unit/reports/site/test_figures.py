"""Item statistics against the textbook, computed here by hand and by another road."""

import statistics
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook import MemoryGradebook
from grader.model import Course, Student, Verdict
from grader.reports import ClassTable, class_table
from grader.reports.site.figures import ENOUGH, correlation, mistake_figures, sorted_out, task_figures
from grader.scoring import task_score
from tests.unit.graded_class import COURSE, HINT, HOMEWORK, NOW, RUN, TASKS, card, fill, held_tasks, outcome


def table_of(points: list[tuple[int, int]]) -> ClassTable:
    """A class in which student i earned those points, of 6 and of 4, in the two tasks of the homework."""
    roster = tuple(Student(id=f"s{i}", name=f"Student {i}") for i in range(len(points)))
    course: Course = replace(COURSE, roster=roster)
    book = MemoryGradebook()
    book.start(replace(RUN, course=course))
    for student, earned in zip(roster, points, strict=True):
        scores = []
        for task, number in zip(TASKS, earned, strict=True):
            rest = int(task.points) - number
            cases = [outcome(points=number, name="right")] if number else []
            cases += [outcome(Verdict.WRONG, points=rest, name="rest")] if rest else []
            scores.append(task_score(task, cases))
        book.append(RUN.id, card(student.id, tuple(scores)))
    return class_table(book, NOW)


def test_difficulty_is_the_mean_share_of_who_handed_in():
    linear, dropout = task_figures(table_of([(6, 0), (3, 4), (0, 2), (6, 4)]))
    assert (linear.graded, linear.full, linear.mean) == (4, 2, Fraction(15, 24))
    assert (dropout.graded, dropout.full, dropout.mean) == (4, 2, Fraction(10, 16))


def test_discrimination_is_the_correlation_with_the_rest_of_the_work():
    points = [(6, 4), (5, 4), (1, 0), (0, 1), (3, 2), (6, 3)]
    linear, dropout = task_figures(table_of(points))
    expected = statistics.correlation([a for a, _ in points], [b for _, b in points])
    assert linear.discrimination == pytest.approx(expected)
    assert dropout.discrimination == pytest.approx(expected)


@pytest.mark.parametrize("points", [[(6, 4)] * 8, [(6, 0), (0, 4)], []])
def test_where_nothing_varies_or_few_answered_there_is_no_discrimination(points):
    assert all(one.discrimination is None for one in task_figures(table_of(points)))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=ENOUGH, max_size=30))
def test_a_correlation_is_symmetric_within_bounds_and_the_textbooks(pairs):
    one, other = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    found = correlation(one, other)
    assert found == pytest.approx(correlation(other, one)) if found is not None else correlation(other, one) is None
    if found is not None:
        assert -1 <= found <= 1
        assert found == pytest.approx(statistics.correlation(one, other), abs=1e-9)


def test_cases_are_counted_with_what_became_of_them():
    book = MemoryGradebook()
    fill(book)
    figures = task_figures(class_table(book, NOW))
    assert [figure.graded for figure in figures] == [1, 1]  # Bob's is held, the third handed in nothing
    gradient = next(case for case in figures[0].cases if case.sample.case == "gradient")
    assert (gradient.passed, gradient.graded, gradient.verdicts) == (0, 1, {Verdict.MALFORMED: 1})


def test_mistakes_name_who_made_them_the_commonest_first():
    book = MemoryGradebook()
    book.start(RUN)
    wrong = outcome(Verdict.WRONG, points=4)
    book.append(RUN.id, card("anna", (task_score(TASKS[0], [outcome(points=6)]), task_score(TASKS[1], [wrong], HINT))))
    book.append(RUN.id, card("=cmd", (task_score(TASKS[0], [outcome(points=6)]), task_score(TASKS[1], [wrong], HINT))))
    book.append(RUN.id, card("bob", held_tasks()))
    (found,) = mistake_figures(class_table(book, NOW))
    assert (found.task, found.diagnosis) == (TASKS[1], HINT)
    assert [student.id for student in found.students] == ["anna", "=cmd"]


def test_mistakes_of_one_student_are_apart_from_those_of_several():
    found = sorted_out(mistake_figures(class_with_mistakes()))
    assert [(one.diagnosis, len(one.students)) for one in found.common] == [(HINT, 2)]
    (mine,) = found.single[HOMEWORK.name]
    assert (mine.diagnosis.mistake, mine.students) == ("mine", (COURSE.roster[0],))
    assert list(found.single) == [HOMEWORK.name]


def class_with_mistakes() -> ClassTable:
    """Anna and the third made the same mistake in one task, Anna one of her own in the other."""
    book = MemoryGradebook()
    book.start(RUN)
    wrong = task_score(TASKS[1], [outcome(Verdict.WRONG, points=4)], HINT)
    own = task_score(TASKS[0], [outcome(Verdict.WRONG, points=6)], replace(HINT, mistake="mine"))
    book.append(RUN.id, card("anna", (own, wrong)))
    book.append(RUN.id, card("=cmd", (task_score(TASKS[0], [outcome(points=6)]), wrong)))
    return class_table(book, NOW)
