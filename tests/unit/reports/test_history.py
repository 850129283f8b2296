"""The history of one student."""

from dataclasses import replace
from datetime import timedelta

import pytest

from grader.errors import GraderError
from grader.gradebook import MemoryGradebook, Recorded
from grader.model import Mark, Override
from grader.reports import history
from tests.unit.graded_class import DUE, HOMEWORK, NOW, RUN, card, fill, mark
from tests.unit.test_overriding import override


@pytest.fixture
def gradebook() -> MemoryGradebook:
    """The small class; Anna handed in twice, was overridden twice, and her exam was corrected."""
    book = MemoryGradebook()
    fill(book)
    book.add_override(override("linear", 5))
    book.start(replace(RUN, id="run-2", started=NOW + timedelta(days=1)))
    book.append("run-2", card("anna", submission="second try", received=DUE + timedelta(days=2)))
    book.add_override(replace(override("linear", 3), at=NOW + timedelta(days=2)))
    book.add_marks([replace(mark("anna", 9), imported=NOW + timedelta(days=3))])
    return book


def test_everything_stands_there_in_order_and_what_counts_is_marked(gradebook):
    entries = history(gradebook, "anna")
    assert [(type(one.fact), one.counts) for one in entries] == [
        (Recorded, False),
        (Mark, False),
        (Override, False),
        (Recorded, True),
        (Override, True),
        (Mark, True),
    ]
    assert [one.at for one in entries] == sorted(one.at for one in entries)


def test_an_attempt_says_what_it_came_from_what_was_graded_and_what_became_of_it(gradebook):
    attempt = history(gradebook, "anna")[3]
    assert (attempt.fact.run.id, attempt.fact.card.submission) == ("run-2", "second try")
    assert attempt.fact.card.points == 10
    assert attempt.now.points == 7
    assert attempt.now.overridden[0].graded == 6


def test_one_assignment_only(gradebook):
    assert {one.assignment for one in history(gradebook, "anna", "exam")} == {"exam"}
    assert len(history(gradebook, "anna", HOMEWORK.name)) == 4


def test_who_is_only_on_the_roster_has_an_empty_history_and_a_stranger_has_theirs(gradebook):
    assert history(gradebook, "=cmd") == ()
    gradebook.append("run-2", card("zoe"))
    (entry,) = history(gradebook, "zoe")
    assert entry.counts


def test_an_assignment_that_the_course_no_longer_has_is_shown_and_does_not_count(gradebook):
    gradebook.append("run-2", replace(card("anna"), assignment="hw00"))
    (entry,) = history(gradebook, "anna", "hw00")
    assert (entry.counts, entry.now) == (False, None)


def test_what_is_not_known_is_told(gradebook):
    with pytest.raises(GraderError, match="nobody: no such student"):
        history(gradebook, "nobody")
    with pytest.raises(GraderError, match="use one of exam, hw01_backprop"):
        history(gradebook, "anna", "hw99")
    with pytest.raises(GraderError, match="grader autograde"):
        history(MemoryGradebook(), "anna")
