"""Texts of questions: numbers as a person writes them, one set of values in both languages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.questions import filled, row, shown, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (-3, "-3"),
        (np.float32(0.25), "0.25"),
        (12.0, "12"),
        ("any", "any"),
        (np.array([1.0, 0.5]), r"\begin{pmatrix}1 & 0.5\end{pmatrix}"),
        (np.array([[1, 2], [3, 4]]), r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
    ],
)
def test_a_value_is_shown_without_dust(value: object, text: str) -> None:
    assert shown(value) == text


@given(st.integers(-(10**9), 10**9), st.integers(0, 5))
def test_a_short_decimal_is_shown_as_it_is(digits: int, places: int) -> None:
    assert float(shown(digits / 10**places)) == digits / 10**places


def test_terms_of_a_sum_and_rows_read_as_in_a_formula() -> None:
    assert [signed(3), signed(-1, "a"), signed(1, "a"), signed(-0.5, "x")] == ["+ 3", "- a", "+ a", "- 0.5x"]
    assert row([1, 0.1 + 0.2]) == r"1,\; 0.3"


def test_both_languages_are_filled_in_and_unwrapped() -> None:
    text = filled(
        en="""
            What is <x>
            of a <what>?

            A new paragraph.
        """,
        ru="Чему равно <x> у <what>?",
        x=0.1 + 0.2,
        what={"en": "cat", "ru": "кота"},
    )
    assert text == {"en": "What is 0.3 of a cat?\n\nA new paragraph.", "ru": "Чему равно 0.3 у кота?"}
