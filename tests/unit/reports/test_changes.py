"""Whose grade moved between two states of the class, and why."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from grader.gradebook import MemoryGradebook
from grader.model import Policy, Student, Verdict
from grader.reports import Reason, StudentMove, changes, class_table
from grader.scoring import task_score
from tests.unit.graded_class import (
    COURSE,
    DUE,
    HOMEWORK,
    NOW,
    RUN,
    TASKS,
    card,
    fill,
    mark,
    mixed_tasks,
    outcome,
    perfect_tasks,
)
from tests.unit.test_overriding import override

SECOND = replace(RUN, id="run-2", started=RUN.started + timedelta(days=1))


@pytest.fixture
def gradebook() -> MemoryGradebook:
    """The small class, as of the first run; a second run has started."""
    book = MemoryGradebook()
    fill(book)
    book.start(SECOND)
    return book


def moves(book: MemoryGradebook, *, before: str = "run-1") -> dict[str, StudentMove]:
    """What moved from that run to now, at one time of day."""
    states = class_table(book.as_of(before), NOW), class_table(book, NOW)
    return {move.student.id: move for move in changes(*states)}


def test_nothing_moves_between_a_state_and_itself(gradebook):
    table = class_table(gradebook, NOW)
    assert changes(table, table) == ()


def test_another_version_of_the_assignment_moves_by_its_cases(gradebook):
    again = replace(gradebook.scorecards("anna")[0].card, tasks=perfect_tasks(), assignment_digest="version-2")
    gradebook.append("run-2", again)
    anna = moves(gradebook)["anna"]
    (move, *_) = anna.assignments
    assert (move.before.points, move.after.points) == (Fraction(12, 5), 8)
    assert anna.after.exact > anna.before.exact
    assert move.reasons == (Reason(kind="version", before="version-1", after="version-2"),)
    ended = {(one.task, one.case): (one.before, one.after) for one in move.cases}
    was, now = ended["linear", "gradient"]
    assert (was.verdict, now) == (Verdict.MALFORMED, None)
    was, now = ended["linear", "a_case"]
    assert (was, now.verdict) == (None, Verdict.PASSED)


def test_a_case_that_ends_otherwise_is_named_with_its_verdicts_and_the_others_are_not(gradebook):
    linear, dropout = mixed_tasks()
    old = card("cleo", (linear, dropout))
    course = replace(COURSE, roster=(*COURSE.roster, Student(id="cleo", name="Cleo")))
    gradebook.start(replace(SECOND, id="run-3", course=course))
    gradebook.append("run-3", old)
    solved = [one if one.case != "gradient" else outcome(points=2, name="gradient") for one in linear.outcomes]
    gradebook.start(replace(SECOND, id="run-4", course=course))
    gradebook.append("run-4", replace(old, tasks=(task_score(TASKS[0], solved), dropout), assignment_digest="2"))
    (move,) = moves(gradebook, before="run-3")["cleo"].assignments
    ((task, case, before, after),) = [(one.task, one.case, one.before, one.after) for one in move.cases]
    assert (task, case, before.verdict, after.verdict) == ("linear", "gradient", Verdict.MALFORMED, Verdict.PASSED)


def test_a_new_file_a_first_file_and_a_held_one_that_is_graded(gradebook):
    gradebook.append("run-2", card("anna", submission="second try", received=DUE + timedelta(days=3)))
    gradebook.append("run-2", card("bob", perfect_tasks()))
    gradebook.append("run-2", card("=cmd"))
    found = moves(gradebook)
    reasons = {student: move.assignments[0].reasons for student, move in found.items()}
    assert reasons["anna"][0] == Reason(kind="file", before="5ubm1551on-digest", after="second try")
    assert Reason(kind="late", before="2", after="3") in reasons["anna"]
    assert reasons["bob"] == (Reason(kind="again"),)
    assert (found["bob"].before.mark, found["bob"].after.mark) == (None, 9)
    assert reasons["=cmd"] == (Reason(kind="handed_in", after="5ubm1551on-digest"),)


def test_an_override_and_its_withdrawal(gradebook):
    gradebook.add_override(override("linear", Fraction(9, 2)))
    (move, *_) = moves(gradebook)["anna"].assignments
    assert move.reasons == (Reason(kind="override", task="linear", before="2", after="9/2", why="heard"),)
    assert move.cases == ()
    before = class_table(gradebook, NOW)
    gradebook.add_override(override("linear", None))
    ((move,),) = (one.assignments for one in changes(before, class_table(gradebook, NOW)))
    assert move.reasons == (Reason(kind="override", task="linear", before="9/2", after="2"),)


def test_an_override_of_the_held_task_releases_the_grade(gradebook):
    gradebook.add_override(override("linear", 4, "bob"))
    bob = moves(gradebook)["bob"]
    assert bob.before.mark is None
    assert bob.after.mark is not None
    assert bob.assignments[0].before.standing == "held"
    assert bob.assignments[0].after.points == 8


def test_marks_deadlines_and_the_course_itself(gradebook):
    gradebook.add_marks([mark("anna", 3)])
    anna = moves(gradebook)["anna"]
    assert [(one.assignment, one.reasons) for one in anna.assignments if one.assignment == "exam"] == [
        ("exam", (Reason(kind="mark"),))
    ]
    early = class_table(gradebook, DUE - timedelta(days=1))
    (third,) = [one for one in changes(early, class_table(gradebook, NOW)) if one.student.id == "=cmd"]
    assert third.assignments[0].reasons == (Reason(kind="deadline"),)

    other = replace(COURSE, policy=Policy(late_floor=Fraction(1), scale=100, pass_mark=40), assignments=(HOMEWORK,))
    before = class_table(gradebook, NOW)
    gradebook.start(replace(SECOND, id="run-3", course=other))
    found = {one.student.id: one for one in changes(before, class_table(gradebook, NOW))}
    assert found["anna"].assignments[0].reasons == (Reason(kind="late", before="2", after="2"),)
    assert found["anna"].assignments[1].reasons == (Reason(kind="course"),)
    assert found["anna"].assignments[1].after is None


def test_who_comes_and_who_goes(gradebook):
    gradebook.start(replace(SECOND, id="run-3", course=replace(COURSE, roster=COURSE.roster[:1])))
    found = moves(gradebook)
    assert found["bob"].after is None
    assert found["bob"].assignments[0].after is None
    back = {
        one.student.id: one for one in changes(class_table(gradebook, NOW), class_table(gradebook.as_of("run-1"), NOW))
    }
    assert back["bob"].before is None


def test_credit_that_no_case_explains_is_named(gradebook):
    linear, dropout = mixed_tasks()
    kinder = replace(dropout, points=Fraction(2))
    again = replace(gradebook.scorecards("anna")[0].card, tasks=(linear, kinder), assignment_digest="version-2")
    gradebook.append("run-2", again)
    (move, *_) = moves(gradebook)["anna"].assignments
    assert move.cases == ()
    assert move.reasons[1] == Reason(kind="task", task="dropout", before="1", after="2")
