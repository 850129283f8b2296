"""Judging: one observation in, one outcome out, and our own failures are never the student's."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from grader.checkers import broken, builtin
from grader.judge import grader_error, judge, unreadable
from grader.model import Case, Difference, Observation, Outcome, Submission, Verdict
from grader.trees import snapshot
from tests.unit.trees.test_plain import ANYTHING

close = builtin("close")
CASE = Case(
    name="c",
    task="t",
    title={"en": "E", "ru": "Р"},
    points=Fraction(2),
    exercise=lambda student, rng: None,
    visibility="public",
)
RIGHT = Observation(case="c", value={"out": np.arange(3.0)})


def outcome(observed: Observation, expected: Observation = RIGHT, checker: Any = close, **options: Any) -> Outcome:
    case = Case(name="c", task="t", title={}, points=Fraction(2), exercise=CASE.exercise, options=options)
    return judge(case, observed, expected, checker)


def test_what_agrees_earns_everything() -> None:
    got = judge(CASE, RIGHT, RIGHT, close)
    assert got == Outcome(
        case="c",
        title=CASE.title,
        visibility="public",
        points=Fraction(2),
        verdict=Verdict.PASSED,
        credit=Fraction(1),
    )
    assert got.earned == 2


@pytest.mark.parametrize(
    ("value", "verdict", "kind"),
    [
        ({"out": np.arange(3.0) + 1}, Verdict.WRONG, "value"),
        ({"out": np.array([0, 1, np.nan])}, Verdict.WRONG, "nonfinite"),
        ({"out": np.zeros(4)}, Verdict.MALFORMED, "shape"),
        ({"out": np.zeros(3, np.float32)}, Verdict.MALFORMED, "dtype"),
        ({"out": [0.0, 1.0, 2.0]}, Verdict.MALFORMED, "type"),
        ({"out": None}, Verdict.MALFORMED, "type"),
        ({}, Verdict.MALFORMED, "missing"),
        ({"out": np.arange(3.0), "more": 1}, Verdict.MALFORMED, "extra"),
        (None, Verdict.MALFORMED, "type"),
        (snapshot({"out": print}), Verdict.MALFORMED, "type"),
    ],
)
def test_form_and_value_are_two_verdicts(value: Any, verdict: Verdict, kind: str) -> None:
    got = outcome(Observation(case="c", value=value))
    assert (got.verdict, got.credit) == (verdict, 0)
    assert got.difference is not None
    assert got.difference.kind == kind


@pytest.mark.parametrize("failure", [Verdict.RAISED, Verdict.TIMED_OUT, Verdict.CRASHED, Verdict.MISSING])
def test_a_failure_is_passed_on_with_its_detail_and_line(failure: Verdict) -> None:
    got = outcome(Observation(case="c", failure=failure, detail="d", line=3))
    assert (got.verdict, got.detail, got.line, got.credit) == (failure, "d", 3, 0)


@given(ANYTHING, ANYTHING)
def test_whatever_was_seen_there_is_an_outcome_and_never_a_free_pass(observed: Any, expected: Any) -> None:
    got = outcome(Observation(case="c", value=snapshot(observed)), Observation(case="c", value=snapshot(expected)))
    assert got.verdict in (Verdict.PASSED, Verdict.WRONG, Verdict.MALFORMED)
    assert (got.difference is None) == (got.verdict is Verdict.PASSED)


# ------------------------------------------------------------------------------------------ our own failures


def test_a_reference_that_fails_is_our_failure_whatever_the_student_did() -> None:
    failed = Observation(case="c", failure=Verdict.RAISED, detail="ValueError: x")
    for observed in (RIGHT, failed):
        got = outcome(observed, failed)
        assert (got.verdict, got.detail) == (
            Verdict.GRADER_ERROR,
            "the reference does not pass: raised ValueError: x",
        )


def raises(observed: Any, expected: Any) -> None:
    raise KeyError("out")


@pytest.mark.parametrize(
    ("checker", "detail"),
    [
        (raises, "checker close: KeyError: 'out'"),
        (lambda observed: None, "checker close: TypeError: "),
        (lambda observed, expected: True, "checker close: TypeError: returned bool, not a Difference or None"),
        (lambda observed, expected: "wrong", "checker close: TypeError: returned str, not a Difference or None"),
        (lambda observed, expected: np.bool_(False), "checker close: TypeError: returned bool"),
    ],
)
def test_a_checker_that_fails_is_our_failure(checker: Any, detail: str) -> None:
    got = outcome(RIGHT, RIGHT, checker)
    assert (got.verdict, got.detail[: len(detail)]) == (Verdict.GRADER_ERROR, detail)


def test_options_that_the_checker_does_not_know_are_our_failure() -> None:
    assert outcome(RIGHT, RIGHT, close, tolerance=1).verdict is Verdict.GRADER_ERROR


def test_grader_error_says_why() -> None:
    got = grader_error(CASE, "why")
    assert (got.verdict, got.detail, got.credit, got.points) == (Verdict.GRADER_ERROR, "why", 0, 2)


# ---------------------------------------------------------------------------------------------- checkers


def test_a_file_that_could_not_be_read_is_told_by_its_reason() -> None:
    submission = Submission(
        student="s", assignment="a", path="p", source=None, digest="d", unreadable="encoding", detail="line 2"
    )
    got = unreadable(CASE, submission)
    assert (got.verdict, got.difference) == (
        Verdict.MALFORMED,
        Difference(kind="unreadable", path="encoding", observed="line 2"),
    )


def test_a_property_is_a_wrong_answer_in_the_checkers_own_words() -> None:
    got = outcome(RIGHT, RIGHT, lambda o, e: broken("out", en="E", ru="Р", observed=0.123456789, expected=1))
    assert got.verdict is Verdict.WRONG
    assert got.difference is not None
    assert (got.difference.kind, got.difference.note) == ("property", {"en": "E", "ru": "Р"})
    assert (got.difference.observed, got.difference.expected) == ("0.123457", "1")
