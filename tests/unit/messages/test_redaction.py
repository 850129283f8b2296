from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import messages
from grader.messages import redacted
from grader.model import LANGUAGES, Difference, Verdict
from tests.unit.graded_class import SHAPE, VALUE, outcome

SECRET = "31415926"


@pytest.mark.parametrize("kind", ["value", "nonfinite", "mutated", "property"])
def test_numbers_of_hidden_cases_are_gone(kind):
    difference = replace(VALUE, kind=kind, observed=SECRET, expected=SECRET, error=float(SECRET), note={"en": "n"})
    kept = redacted(outcome(Verdict.WRONG, difference, hidden=True)).difference
    assert kept == Difference(kind=kind, path="out", note={"en": "n"})


def test_shapes_types_and_lengths_stay():
    for kind, observed, expected in (
        ("dtype", "float64", "float32"),
        ("length", "2", "3"),
        ("type", "tuple of 2", "ndarray"),
        ("type", "ndarray of dtype object", "ndarray"),
        ("type", "None", "ndarray"),
        ("missing", "", "ndarray"),
    ):
        difference = Difference(kind=kind, path="out", observed=observed, expected=expected)
        assert redacted(outcome(Verdict.MALFORMED, difference, hidden=True)).difference == difference
    assert redacted(outcome(Verdict.MALFORMED, SHAPE, hidden=True)).difference == SHAPE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("verdict", "difference", "detail"),
    [
        (Verdict.RAISED, None, f"ValueError: x was {SECRET}"),
        (Verdict.RAISED, None, f"Leak{SECRET}: text"),
        (Verdict.RAISED, None, SECRET),
        (Verdict.MISSING, None, f"x = {SECRET}"),
        (Verdict.GRADER_ERROR, None, SECRET),
        (Verdict.MALFORMED, None, SECRET),
        (Verdict.MALFORMED, Difference(kind="extra", path=f"grads.{SECRET}", observed=SECRET), ""),
        (Verdict.MALFORMED, Difference(kind="type", path="out", observed=f"Leak{SECRET}", expected="int"), ""),
        (Verdict.WRONG, Difference(kind="value", path="out", observed=SECRET, expected=SECRET, at=(31415926,)), ""),
    ],
)
def test_no_text_that_a_student_wrote_gets_out_of_a_hidden_case(verdict, difference, detail, language):
    told = outcome(verdict, difference, detail, hidden=True)
    assert SECRET not in messages.outcome(told, language)
    assert SECRET not in repr(redacted(told))


@pytest.mark.parametrize(
    ("kind", "observed", "expected"),
    [
        ("shape", f"(0, {SECRET})", "(7, 4)"),
        ("shape", f"({SECRET},)", "(7, 4)"),
        ("shape", "(7, 4, 7, 4, 7)", "(7, 4)"),
        ("shape", "(3, 1, 4, 1)", "(7, 4)"),
        ("length", SECRET, "2"),
        ("length", "314", "2"),
        ("type", f"list of {SECRET}", "ndarray"),
        ("type", "list of 314", "ndarray"),
        ("type", "ndarray of dtype <U314", "ndarray"),
        ("type", "ndarray of dtype Ω<>|", "ndarray"),
        ("type", "scalar of dtype float31415926", "ndarray"),
    ],
)
def test_what_could_hide_a_number_is_not_told(kind, observed, expected):
    difference = Difference(kind=kind, path="out", observed=observed, expected=expected)
    kept = redacted(outcome(Verdict.MALFORMED, difference, hidden=True)).difference
    assert kept == replace(difference, observed="")


@pytest.mark.parametrize("shape", ["(4, 7)", "(28,)", "(7, 1)", "(1, 7, 4)", "(4,)", "(7, 7)", "()", "(0, 4)", "(5,)"])
def test_shapes_that_mistakes_have_are_told(shape):
    difference = Difference(kind="shape", path="out", observed=shape, expected="(7, 4)")
    assert redacted(outcome(Verdict.MALFORMED, difference, hidden=True)).difference == difference


def test_the_type_of_python_s_own_exceptions_and_the_line_stay():
    told = outcome(Verdict.RAISED, detail="ZeroDivisionError: 3 / 0", hidden=True)
    assert messages.outcome(told, "en") == "your code raised `ZeroDivisionError` (line 12)"
    own = outcome(Verdict.RAISED, detail="MyError: 3", hidden=True)
    assert messages.outcome(own, "en") == "your code raised an exception that is not one of Python's own (line 12)"
    assert "исключение" in messages.outcome(own, "ru")


def test_the_name_of_what_is_missing_stays():
    for name in ("linear_backward", "Adam.step"):
        assert f"`{name}`" in messages.outcome(outcome(Verdict.MISSING, detail=name, hidden=True), "en")


@given(st.text())
def test_redacting_twice_is_redacting_once(text):
    for verdict in (Verdict.RAISED, Verdict.MISSING, Verdict.MALFORMED):
        once = redacted(outcome(verdict, Difference(kind="type", path="x", observed=text), text, hidden=True))
        assert redacted(once) == once
