"""What the numbers of a wrong answer say by themselves, and only where it holds for all of them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge.relations import with_relation
from grader.model import Difference, Observation

RNG = np.random.default_rng(0)
X, DW, SQUARE = RNG.standard_normal((32, 5)), RNG.standard_normal((5, 3)), RNG.standard_normal((4, 4))


def related(observed: Any, expected: Any, options: dict[str, Any] | None = None) -> tuple[str, str]:
    difference = Difference(kind="value", path="dW")
    tree = {"x": X, "dW": expected}
    found = with_relation(
        difference,
        Observation(case="c", value={"x": X, "dW": observed}),
        Observation(case="c", value=tree),
        options or {},
    )
    return found.relation, found.factor


@pytest.mark.parametrize(
    ("observed", "expected", "options", "relation"),
    [
        (-DW, DW, {}, ("negated", "")),
        (SQUARE.T.copy(), SQUARE, {}, ("transposed", "")),
        (32 * DW, DW, {}, ("factor", "32")),
        (DW / 32, DW, {}, ("factor", "1/32")),
        (2 * DW, DW, {}, ("factor", "2")),
        (DW * 0.7, DW, {"p": 0.3}, ("factor", "1-p")),
        (DW / 0.7, DW, {"p": 0.3}, ("factor", "1/(1-p)")),
        (DW + 1, DW, {}, ("", "")),
        (31 * DW, DW, {}, ("", "")),
        (np.where(DW > 0, 2 * DW, DW), DW, {}, ("", "")),
        (DW * np.nan, DW, {}, ("", "")),
        (np.ones((5, 3)), DW, {}, ("", "")),
        (2 * np.ones((5, 3)), np.ones((5, 3)), {}, ("", "")),
        (2.0, 1.0, {}, ("", "")),
        (DW[:2], DW, {}, ("", "")),
    ],
)
def test_a_relation_is_told_where_it_holds_exactly(
    observed: Any, expected: Any, options: dict[str, Any], relation: tuple[str, str]
) -> None:
    assert related(observed, expected, options) == relation


@given(st.floats(0.1, 10).filter(lambda factor: all(abs(factor - n) > 1e-6 for n in range(11))))
def test_no_factor_is_told_that_nothing_suggests(factor: float) -> None:
    sizes = (2, 3, 4, 5, 15, 32, 160)
    if all(abs(factor * n - 1) > 1e-6 for n in sizes):
        assert related(factor * DW, DW) == ("", "")


def test_what_is_not_a_wrong_value_is_left_alone() -> None:
    shape = Difference(kind="shape", path="dW", observed="(3,)", expected="(5, 3)")
    seen = Observation(case="c", value={"dW": DW})
    assert with_relation(shape, seen, seen, {}) == shape
