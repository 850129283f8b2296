from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grader.model import Override
from grader.overriding import in_force, overridden
from tests.unit.graded_class import DUE, HOMEWORK, NOW, card, held_tasks, mixed_tasks


def override(task: str = "linear", points: Fraction | int | None = 5, student: str = "anna") -> Override:
    """A decision on the homework."""
    kept = None if points is None else Fraction(points)
    return Override(student=student, assignment=HOMEWORK.name, task=task, points=kept, why="heard", by="igor", at=NOW)


def test_points_of_a_task_are_replaced_and_what_the_cases_gave_stays_visible():
    graded = card(tasks=mixed_tasks())
    decided = overridden(graded, in_force([override("linear", 5)]))
    linear, dropout = decided.tasks
    assert (linear.points, linear.outcomes) == (5, graded.tasks[0].outcomes)
    assert linear.overridden.graded == graded.tasks[0].points == 2
    assert decided.overridden == (linear.overridden,)
    assert dropout == graded.tasks[1]
    assert decided.points == 6


def test_the_late_penalty_comes_after_the_decision():
    late = card(tasks=mixed_tasks(), received=DUE + timedelta(hours=30))
    assert overridden(late, in_force([override("linear", 5)])).score == 6 * Fraction(8, 10)


def test_the_newest_decision_counts_and_can_be_taken_back():
    decisions = [override("linear", 5), override("linear", 1), override("dropout", 4), override("dropout", None)]
    assert set(in_force(decisions).values()) == {decisions[1]}
    assert in_force([*decisions, override("linear", None)]) == {}
    assert overridden(card(), in_force([])) == card()


def test_a_decision_on_the_held_task_releases_the_card_and_one_on_another_does_not():
    held = card(tasks=held_tasks())
    assert held.held
    assert not overridden(held, in_force([override("linear", 4)])).held
    assert overridden(held, in_force([override("dropout", 4)])).held


def test_decisions_of_others_and_on_tasks_that_are_not_there_change_nothing():
    for other in (override(student="bob"), override("no such task"), replace(override(), assignment="hw02")):
        assert overridden(card(tasks=mixed_tasks()), in_force([other])) == card(tasks=mixed_tasks())


@given(st.fractions(min_value=0, max_value=20))
def test_nobody_gets_more_than_the_maximum_and_twice_is_as_once(points):
    decisions = in_force([override("linear", points)])
    once = overridden(card(tasks=mixed_tasks()), decisions)
    assert once.tasks[0].points == min(points, 6)
    assert overridden(once, decisions) == once
