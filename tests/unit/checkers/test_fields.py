"""The checkers of a test's fields: generous to rounding, exact otherwise, and never worth a blind guess."""

import math
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checkers import builtin, unread
from grader.checkers import choices as choices_checker
from grader.checkers import matching as matching_checker
from grader.checkers import ordering as ordering_checker
from grader.model import Difference, Tree

NUMBERS = st.floats(min_value=1e-6, max_value=1e9).flatmap(lambda x: st.sampled_from([x, -x]))


def check(kind: str, observed: Tree, expected: Tree, **options: Any) -> Difference | None:
    return builtin(kind)({"answer": observed}, {"answer": expected}, **options)


def respect(kind: str, observed: Tree, expected: Tree, **options: Any) -> str:
    difference = check(kind, observed, expected, **options)
    return difference.path if difference else ""


# --------------------------------------------------------------------------------------------------------- number


@given(NUMBERS, st.integers(2, 6))
def test_a_number_rounded_to_the_digits_asked_for_or_to_more_is_right(x: float, significant: int) -> None:
    for digits in range(significant, 15):
        assert check("number", float(f"{x:.{digits}g}"), x, significant=significant) is None


@given(NUMBERS, st.integers(2, 6))
def test_a_number_cut_off_in_place_of_rounded_is_right(x: float, significant: int) -> None:
    unit = 10.0 ** (math.floor(math.log10(abs(x))) + 1 - significant)
    assert check("number", math.trunc(x / unit) * unit, x, significant=significant) is None


@given(NUMBERS, st.integers(2, 6), st.floats(1.01, 100), st.sampled_from([1, -1]))
def test_a_number_off_by_more_than_a_unit_of_the_last_digit_is_wrong(
    x: float, significant: int, units: float, sign: int
) -> None:
    unit = 10.0 ** (math.floor(math.log10(abs(x))) + 1 - significant)
    assert check("number", x + sign * units * unit, x, significant=significant) is not None


@pytest.mark.parametrize(
    ("observed", "expected", "options", "said"),
    [
        (0.333, 1 / 3, {}, ""),
        (0.334, 1 / 3, {}, ""),  # one intermediate result was rounded
        (0.335, 1 / 3, {}, "digits"),
        (0.34, 1 / 3, {}, "digits"),
        (-0.333, 1 / 3, {}, "sign"),
        (0.5, 1 / 3, {}, "value"),
        (10.0, 9.999, {}, ""),
        (0, 0, {}, ""),
        (0.0004, 0.0, {}, ""),
        (0.001, 0.0, {}, "digits"),
        (1e-17, 0.0, {}, ""),
        (0, 1e-17, {}, ""),
        (103, 100, {"absolute": 5.0}, ""),
        (106, 100, {"absolute": 5.0}, "digits"),
        (np.float32(2.5), 2.5, {}, "number"),  # not plain data: no case shows it
        (np.array(2.5), np.float64(2.5), {}, ""),
        (None, 2.5, {}, "number"),
        (True, 1.0, {}, "number"),
        (math.nan, 1.0, {}, "number"),
        ([2.5], 2.5, {}, "number"),
    ],
)
def test_number(observed: Tree, expected: Tree, options: dict[str, Any], said: str) -> None:
    assert respect("number", observed, expected, **options) == said


@pytest.mark.parametrize("expected", [math.nan, math.inf, "3", None, np.ones(2)])
@pytest.mark.parametrize("kind", ["number", "integer"])
def test_a_reference_without_a_number_is_our_own_failure(kind: str, expected: Tree) -> None:
    with pytest.raises(ValueError, match="the answer is"):
        check(kind, 1, expected)


# ------------------------------------------------------------------------------------------------------ the others


@pytest.mark.parametrize(
    ("observed", "expected", "said"),
    [
        (12, 12, ""),
        (12.0, 12, ""),
        (12, np.array(12), ""),
        (2**62 + 1, 2**62, "value"),
        (-12, 12, "sign"),
        (12.5, 12, "integer"),
        ("12", 12, "integer"),
        (True, 1, "integer"),
    ],
)
def test_integer(observed: Tree, expected: Tree, said: str) -> None:
    assert respect("integer", observed, expected) == said


def test_choice() -> None:
    assert respect("choice", "b", "b") == ""
    assert respect("choice", "a", "b") == "value"


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef"), min_size=1))
def test_a_wrong_choice_takes_back_what_a_right_one_gives(chosen: set[str], right: set[str]) -> None:
    difference = check("choices", sorted(chosen), sorted(right))
    credit = max(Fraction(0), Fraction(len(chosen & right) - len(chosen - right), len(right)))
    if chosen == right:
        assert difference is None
    else:
        assert difference is not None
        assert difference.credit == credit < 1


@given(st.permutations(range(4)), st.sets(st.integers(0, 3)))
def test_matching_counts_right_less_wrong(options: list[int], left_out: set[int]) -> None:
    right = {str(item): str(item) for item in range(4)}
    matched = {str(item): str(option) for item, option in enumerate(options) if item not in left_out}
    hits = sum(item == option for item, option in matched.items())
    difference = check("matching", matched, right)
    if hits == 4:
        assert difference is None
    else:
        assert difference is not None
        assert difference.credit == max(Fraction(0), Fraction(2 * hits - len(matched), 4)) < 1


def test_one_slip_of_neighbours_in_an_order_costs_four_of_its_pairs() -> None:
    assert check("ordering", list("abcd"), list("abcd")) is None
    one, other = check("ordering", list("abdc"), list("abcd")), check("ordering", list("dcba"), list("abcd"))
    assert one is not None
    assert other is not None
    assert (one.credit, other.credit) == (Fraction(1, 3), 0)
    assert respect("ordering", list("abc"), list("abcd")) == "ordering"


@pytest.mark.parametrize(
    ("observed", "at", "said"),
    [
        ([[1, 2], [3, 4]], (), ""),
        ([[1, 2], [3, 4.01]], (), ""),
        ([[1, 2], [3, 5]], (1, 1), "value"),
        ([[1, -2], [3, 5]], (0, 1), "sign"),
        ([[-1, -2], [-3, -4]], (), "sign"),
        ([[1, 2]], (), "answer"),
        ([1, 2, 3, 4], (), "answer"),
        ([[1, 2], [3]], (), "array"),
        ([["1", "2"], ["3", "4"]], (), "array"),
        ([[1, 2], [3, math.inf]], (), "array"),
        (None, (), "array"),
    ],
)
def test_an_array_says_which_entry_is_wrong(observed: Tree, at: tuple[int, ...], said: str) -> None:
    difference = check("array", observed, np.array([[1.0, 2.0], [3.0, 4.0]]), shape=(2, 2))
    assert (difference.path if difference else "", difference.at if difference else ()) == (said, at)


@pytest.mark.parametrize("kind", ["number", "integer", "choice", "choices", "matching", "ordering", "array", "formula"])
def test_what_could_not_be_read_is_told_by_every_checker(kind: str) -> None:
    expected: dict[str, Tree] = {
        "number": 1.0,
        "integer": 1,
        "choice": "a",
        "choices": ["a"],
        "matching": {"a": "b"},
        "ordering": ["a", "b"],
        "array": np.ones(2),
        "formula": "x",
    }
    options: dict[str, dict[str, Any]] = {"array": {"shape": (2,)}, "formula": {"symbols": ("x",)}}
    observed = unread("number.long", "a novel", "detail")
    difference = builtin(kind)(observed, {"answer": expected[kind]}, **options.get(kind, {}))
    assert difference == Difference(kind="unread", path="number.long", observed="a novel", expected="detail")
    for nothing in (None, 3, {}, [], "x"):
        assert builtin(kind)(nothing, {"answer": expected[kind]}, **options.get(kind, {})) is not None


# --------------------------------------------------------------------------------- what the formulas of credit say


@pytest.mark.parametrize("options", [3, 4, 5])
def test_credit_of_an_order_follows_from_its_pairs(options: int) -> None:
    right = list(range(options))
    for order in permutations(right):
        wrong = sum(order.index(one) > order.index(two) for one in right for two in right if one < two)
        keys = [str(key) for key in order]
        assert ordering_checker.inversions(keys, [str(key) for key in right]) == wrong
        assert 0 <= ordering_checker.credit(wrong, options) <= 1


def test_no_formula_gives_more_than_everything() -> None:
    for hits, alarms, right in product(range(5), range(5), range(1, 5)):
        assert 0 <= choices_checker.credit(min(hits, right), alarms, right) <= 1
        assert 0 <= matching_checker.credit(min(hits, right), alarms, right) <= 1
