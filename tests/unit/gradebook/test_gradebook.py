"""What every gradebook promises, whatever it is kept in."""

from dataclasses import replace
from datetime import UTC, timedelta
from fractions import Fraction

import pytest

from grader.errors import GraderError
from grader.gradebook import MemoryGradebook, open_gradebook
from grader.model import Difference, Verdict
from grader.scoring import task_score
from tests.unit.conftest import SQLITE_AND_POSTGRESQL
from tests.unit.graded_class import DUE, NOW, RUN, TASKS, card, held_tasks, mark, mixed_tasks, outcome, submission_of
from tests.unit.test_overriding import override

DIGEST = "version-1"


@pytest.fixture(params=["memory", *SQLITE_AND_POSTGRESQL])
def gradebook(request, tmp_path):
    """An empty gradebook in which a run has started."""
    if request.param == "memory":
        book = MemoryGradebook()
        book.start(RUN)
        yield book
        return
    in_file = request.param == "sqlite"
    place = tmp_path / "new folder" / "gradebook.sqlite" if in_file else request.getfixturevalue("new_database")()
    with open_gradebook(place) as book:
        book.start(RUN)
        yield book
        verified = book.verify()
        assert not verified.faults
        assert verified.head.count > 0


def test_what_is_appended_is_read_back_equal_and_in_order(gradebook):
    cards = [card("anna", mixed_tasks(), notes=("renamed|ж.py",)), card("bob"), card("anna", received=None)]
    assert [gradebook.append(RUN.id, one) for one in cards] == [True] * 3
    recorded = gradebook.scorecards()
    assert [one.card for one in recorded] == cards
    assert {one.run_id for one in recorded} == {RUN.id}
    assert [one.sequence for one in recorded] == sorted({one.sequence for one in recorded})
    assert [one.card for one in gradebook.scorecards("anna")] == [cards[0], cards[2]]
    assert gradebook.scorecards("anna", "other") == []


@pytest.mark.parametrize("received", [DUE, None])
def test_the_same_work_is_not_graded_twice(gradebook, received):
    first = card(received=received)
    assert gradebook.append(RUN.id, first)
    assert not gradebook.append(RUN.id, replace(first, tasks=mixed_tasks()))
    assert len(gradebook.scorecards()) == 1
    assert gradebook.find(submission_of(first), DIGEST) == first


def test_one_instant_is_one_instant_in_any_time_zone(gradebook):
    gradebook.append(RUN.id, card())
    assert not gradebook.append(RUN.id, card(received=DUE.astimezone(UTC)))


@pytest.mark.parametrize(
    "change",
    [
        {"student": "bob"},
        {"assignment": "hw02"},
        {"submission": "other bytes"},
        {"received": DUE + timedelta(seconds=1)},
        {"assignment_digest": "version-2"},
    ],
)
def test_other_work_or_another_version_is_graded(gradebook, change):
    gradebook.append(RUN.id, card())
    other = replace(card(), **change)
    assert gradebook.find(submission_of(other), other.assignment_digest) is None
    assert gradebook.append(RUN.id, other)


def test_a_card_of_a_run_that_was_not_started_is_refused(gradebook):
    with pytest.raises(GraderError, match="start the run first"):
        gradebook.append("unknown", card())
    assert gradebook.scorecards() == []


def test_held_work_is_graded_again_until_it_is_not_held(gradebook):
    held = card(tasks=held_tasks())
    assert gradebook.append(RUN.id, held) and gradebook.append(RUN.id, held)
    assert gradebook.find(submission_of(held), DIGEST) is None
    assert gradebook.append(RUN.id, card())
    assert not gradebook.append(RUN.id, held)
    assert gradebook.find(submission_of(held), DIGEST) == card()


def test_what_is_seen_again_stands_last_and_is_not_graded_again(gradebook):
    first, second = card("anna", submission="1"), card("anna", submission="2")
    other = card("bob")
    for one in (first, second, other):
        gradebook.append(RUN.id, one)

    def order():
        return [recorded.card.submission for recorded in gradebook.scorecards("anna")]

    gradebook.sight(RUN.id, submission_of(second), DIGEST)
    assert order() == ["1", "2"]
    for again in (first, first, second, first):
        gradebook.sight(RUN.id, submission_of(again), DIGEST)
        assert order()[-1] == again.submission
    gradebook.append(RUN.id, card("anna", submission="3"))
    assert order() == ["2", "1", "3"]
    assert [recorded.card for recorded in gradebook.scorecards("bob")] == [other]
    gradebook.sight(RUN.id, submission_of(card("zoe")), DIGEST)
    assert len(gradebook.scorecards()) == 4


def test_marks_are_kept_and_only_news_are_added(gradebook):
    assert gradebook.add_marks([mark("anna", Fraction(17, 3)), mark("bob", 5)]) == 2
    assert gradebook.add_marks([mark("anna", Fraction(17, 3)), mark("bob", 6)]) == 1
    assert gradebook.add_marks([]) == 0
    assert [(one.student, one.points) for one in gradebook.marks()] == [
        ("anna", Fraction(17, 3)),
        ("bob", 5),
        ("bob", 6),
    ]


def test_the_latest_run_comes_with_its_course(gradebook):
    assert gradebook.latest_run() == RUN
    changed = replace(RUN, id="run-2", course=replace(RUN.course, name="ml3"))
    gradebook.start(changed)
    assert gradebook.latest_run() == changed
    gradebook.start(replace(RUN, id="run-3"))
    assert gradebook.latest_run() == replace(RUN, id="run-3")


@pytest.mark.parametrize("error", [float("inf"), float("nan"), -0.0, 5e-324, 1 / 3])
def test_every_float_survives(gradebook, error):
    wrong = outcome(Verdict.WRONG, Difference(kind="nonfinite", path="x", error=error), points=6)
    gradebook.append(RUN.id, card(tasks=(task_score(TASKS[0], [wrong]),)))
    read = gradebook.scorecards()[0].card.tasks[0].outcomes[0].difference.error
    assert repr(read) == repr(error)


def test_any_text_of_a_student_can_be_stored(gradebook):
    for index, text in enumerate(['{"$float": "inf"}', "nul \x00", "half \udc80", "' OR 1=1 --", "🎓" * 1000]):
        raised = outcome(Verdict.RAISED, detail=text, points=6)
        assert gradebook.append(RUN.id, card(f"s{index}", (task_score(TASKS[0], [raised]),)))
        read = gradebook.scorecards(f"s{index}")[0].card.tasks[0].outcomes[0].detail
        assert read in (text, text.replace("\udc80", "?"))


def test_overrides_are_kept_in_order_those_that_were_replaced_or_taken_back_too(gradebook):
    decisions = [override("linear", Fraction(7, 3)), override("linear", None), override("dropout", 0, "bob")]
    decisions.append(replace(decisions[0], why="nul \x00, ж, ' OR 1=1 --", at=NOW.astimezone(DUE.tzinfo)))
    for one in decisions:
        gradebook.add_override(one)
    read = gradebook.overrides()
    assert read[:3] == decisions[:3]
    assert read[3].why in (decisions[3].why, decisions[3].why.replace("\x00", "\ufffd"))
    assert (read[3].at, read[3].points) == (NOW, Fraction(7, 3))


def test_every_record_says_what_it_came_from(gradebook):
    other = replace(RUN, id="run-2", grader="0.2.0", isolation="strict", course=replace(RUN.course, name="ml3"))
    gradebook.append(RUN.id, card("anna"))
    gradebook.start(other)
    gradebook.append("run-2", card("bob"))
    gradebook.append("run-2", card("cleo"))
    anna, bob, cleo = gradebook.scorecards()
    assert (anna.run, bob.run, cleo.run) == (RUN, other, other)
    assert anna.course_digest != bob.course_digest == cleo.course_digest
    assert {len(one.course_digest) for one in (anna, bob, cleo)} == {64}
    assert gradebook.runs() == [RUN, other]


def test_a_run_stands_for_what_counted_when_it_had_written_its_last_row(gradebook):
    first, second = card("anna", submission="1"), card("anna", submission="2")
    gradebook.append(RUN.id, first)
    gradebook.add_marks([mark("anna", 5)])
    gradebook.start(replace(RUN, id="run-2"))
    gradebook.append("run-2", second)
    gradebook.add_override(override())
    gradebook.start(replace(RUN, id="run-3"))
    gradebook.sight("run-3", submission_of(first), DIGEST)
    gradebook.add_marks([mark("anna", 6)])
    gradebook.start(replace(RUN, id="run-4"))
    gradebook.append("run-2", card("late writer"))

    def state(name):
        view = gradebook.as_of(name)
        assert view.latest_run().id == name
        cards = [one.card.submission for one in view.scorecards("anna")]
        return cards, len(view.marks()), len(view.overrides()), len(view.runs())

    assert state("run-1") == (["1"], 0, 0, 1)
    assert state("run-3") == (["2", "1"], 1, 1, 3)
    assert state("run-4") == (["2", "1"], 2, 1, 4)
    assert state("run-2") == (["2", "1"], 2, 1, 4)
    assert [one.card.student for one in gradebook.as_of("run-4").scorecards()] == ["anna", "anna"]
    assert len(gradebook.as_of("run-2").scorecards()) == 3
    with pytest.raises(KeyError):
        gradebook.as_of("run-5")
