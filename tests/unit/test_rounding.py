from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.rounding import approximate, decimal_up


@settings(max_examples=50, deadline=None)
@given(st.decimals(-1000, 1000, places=5), st.integers(0, 4))
def test_rounding_up_agrees_with_the_decimal_module(value, places):
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_CEILING)
    assert Decimal(decimal_up(Fraction(value), places)) == rounded


def test_what_is_said_to_be_enough_is_enough():
    assert decimal_up(Fraction(20, 3)) == "6.67"
    assert decimal_up(Fraction(5)) == "5"
    assert decimal_up(Fraction(5) + Fraction(1, 10**9)) == "5.01"


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.70625", "0.70625"), ("5/6", "≈ 0.8333"), ("3/5", "0.6"), ("1", "1"), ("1/10000000", "≈ 0"), ("0", "0")],
)
def test_a_decimal_that_is_not_the_number_says_so(value, text):
    assert approximate(Fraction(value)) == text
