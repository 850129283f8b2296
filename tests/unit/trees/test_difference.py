"""`first_difference`: what is told apart, what is the same by another road, and how close is close."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.model import Tree
from grader.trees import Opaque, first_difference, snapshot, tolerance_of
from grader.trees.difference import MAX_TOLERANCE
from tests.unit.trees.test_plain import ANYTHING

FLOATS = npst.arrays(
    np.float64, npst.array_shapes(max_dims=3, max_side=5), elements=st.floats(-1e6, 1e6, allow_subnormal=False)
)


def kind_of(observed: Tree, expected: Tree, **options: Any) -> str | None:
    difference = first_difference(observed, expected, **options)
    return difference.kind if difference else None


@given(ANYTHING)
def test_a_tree_does_not_differ_from_itself(value: Any) -> None:
    tree = snapshot(value)
    assert first_difference(tree, tree) is None


@given(ANYTHING, ANYTHING)
def test_any_two_trees_can_be_compared_and_the_difference_is_facts(one: Any, other: Any) -> None:
    observed, expected = snapshot(one), snapshot(other)
    difference = first_difference(observed, expected)
    assert difference is None or (difference.kind and len(difference.observed) < 200)
    form = first_difference(observed, expected, values=False)
    assert form is None or form.kind not in ("value", "nonfinite")


@given(FLOATS, st.randoms(use_true_random=False))
def test_another_order_of_summation_is_no_difference(array: np.ndarray, random: Any) -> None:
    rows = list(array.reshape(array.shape[0], -1))
    shuffled = rows.copy()
    random.shuffle(shuffled)
    assume(np.abs(sum(rows)).max() > 1e-3 * np.abs(array).max())
    assert first_difference(np.asarray(sum(shuffled)), np.asarray(sum(rows))) is None


@given(FLOATS, st.data())
def test_one_wrong_entry_is_found_and_named(array: np.ndarray, data: st.DataObject) -> None:
    at = tuple(data.draw(st.integers(0, size - 1)) for size in array.shape)
    wrong = array.copy()
    step = 1e-6 * max(1.0, float(np.abs(array).max()))
    wrong[at] += step
    difference = first_difference({"out": wrong}, {"out": array})
    assert difference is not None
    assert (difference.kind, difference.path, difference.at) == ("value", "out", at)
    assert difference.error == pytest.approx(step, rel=1e-2)
    assert difference.error > difference.tolerance


def test_the_tolerance_is_relative_to_the_largest_entry_and_grows_with_the_terms() -> None:
    expected = np.array([1e6, 0.0])
    within = expected + [0.0, 0.5 * 1e6 * tolerance_of(np.float64)]
    beyond = expected + [0.0, 2.0 * 1e6 * tolerance_of(np.float64)]
    assert first_difference(within, expected) is None
    assert kind_of(beyond, expected) == "value"
    assert first_difference(beyond, expected, terms=1000) is None


def test_single_precision_has_a_tolerance_of_its_own_whether_array_or_scalar() -> None:
    for close in (np.full(3, 0.1, np.float32), np.float32(0.1)):
        off = close * np.float32(1 + 1e-6)
        assert first_difference(snapshot(off), snapshot(close)) is None
        assert kind_of(snapshot(close * np.float32(1.001)), snapshot(close)) == "value"


@pytest.mark.parametrize("observed", [np.zeros((), np.float16), np.float16(0), np.array(0, np.float16)])
def test_half_precision_does_not_excuse_a_wrong_scalar(observed: Any) -> None:
    assert kind_of(snapshot(observed), 0.7) == "dtype"


def test_half_precision_does_not_excuse_a_wrong_array() -> None:
    for options in ({}, {"any_float": True}):
        assert kind_of(np.zeros(3, np.float16), np.ones(3), **options) == "dtype"
    assert kind_of(np.array([6e4, -6e4], "f2"), np.array([6e4, 6e4], "f2")) == "value"
    assert kind_of(np.zeros(3, np.float16), np.ones(3, np.float16)) == "value"


@given(st.sampled_from(["f2", "f4", "f8", "c8", "c16"]), st.integers(1, 10**9))
def test_no_tolerance_is_large(dtype: str, terms: int) -> None:
    assert 0 < tolerance_of(dtype, terms) <= MAX_TOLERANCE


@pytest.mark.parametrize(
    ("observed", "expected", "options", "kind"),
    [
        (1, 1.0, {}, None),
        (np.asarray(1.0), 1.0, {}, None),
        (1.0, np.asarray(1.0), {}, None),
        (np.asarray(3), 3, {}, None),
        (np.asarray(True), True, {}, None),
        (True, np.asarray(True), {}, None),
        (np.asarray(False), True, {}, "value"),
        (True, 1, {}, "type"),
        (1, True, {}, "type"),
        (3.0, 3, {}, "type"),
        (1j, 1.0, {}, "type"),
        (1.0, 1j, {}, "value"),
        ("1", 1, {}, "type"),
        (None, 1.0, {}, "type"),
        (1.0, None, {}, "type"),
        (np.zeros(1), 0.0, {}, "shape"),
        (0.0, np.zeros(1), {}, "type"),
        (np.zeros((3, 1)), np.zeros(3), {}, "shape"),
        (np.zeros(3), np.zeros((3, 1)), {}, "shape"),
        ([0.0, 0.0], np.zeros(2), {}, "type"),
        (np.zeros(2, np.float32), np.zeros(2), {}, "dtype"),
        (np.zeros(2), np.zeros(2, np.float32), {}, "dtype"),
        (np.zeros(2, np.float32), np.zeros(2), {"any_float": True}, None),
        (np.zeros(2, int), np.zeros(2), {"any_float": True}, "dtype"),
        (np.zeros(2, np.int32), np.zeros(2, np.int64), {}, None),
        (np.zeros(2), np.zeros(2, int), {}, "dtype"),
        (np.zeros(2, bool), np.zeros(2, int), {}, "dtype"),
        (np.array([True, False]), np.array([True, True]), {}, "value"),
        (np.array([1, 2]), np.array([1, 3]), {}, "value"),
        ((1, 2), [1, 2], {}, None),
        ([1, 2], (1, 2), {}, None),
        ([1], [1, 2], {}, "length"),
        (np.zeros(2), [0.0, 0.0], {}, "type"),
        ({"a": 1}, {"a": 1, "b": 2}, {}, "missing"),
        ({"a": 1, "b": 2}, {"a": 1}, {}, "extra"),
        ({"b": 2, "a": 1}, {"a": 1, "b": 2}, {}, None),
        ([("a", 1)], {"a": 1}, {}, "type"),
        ("no", "yes", {}, "value"),
        ("no", "yes", {"values": False}, None),
        (np.ones(2), np.zeros(2), {"values": False}, None),
        (np.zeros((0, 3)), np.zeros((0, 3)), {}, None),
        (np.zeros((3, 0)), np.zeros((0, 3)), {}, "shape"),
        (Opaque("function"), 1.0, {}, "type"),
        (Opaque("function"), np.zeros(1), {}, "type"),
        (Opaque("function"), {}, {}, "type"),
        (10**400, 1.0, {}, "type"),
    ],
)
def test_form(observed: Tree, expected: Tree, options: dict[str, Any], kind: str | None) -> None:
    assert kind_of(observed, expected, **options) == kind


@pytest.mark.parametrize(
    ("observed", "expected", "kind"),
    [
        (np.nan, 1.0, "nonfinite"),
        (np.inf, 1.0, "nonfinite"),
        (np.nan, np.nan, None),
        (np.inf, np.inf, None),
        (-np.inf, np.inf, "nonfinite"),
        (1.0, np.nan, "value"),
        (1.0, np.inf, "value"),
        (1e308, -1e308, "value"),
    ],
)
def test_what_is_not_finite(observed: float, expected: float, kind: str | None) -> None:
    assert kind_of(observed, expected) == kind
    assert kind_of(np.array([0.0, observed]), np.array([0.0, expected])) == kind


def test_an_entry_that_is_not_finite_is_told_before_a_larger_error() -> None:
    difference = first_difference(np.array([9.0, 1.0, np.nan]), np.array([0.0, 1.0, 2.0]))
    assert difference is not None
    assert (difference.kind, difference.at, difference.observed, difference.expected) == ("nonfinite", (2,), "nan", "2")


def test_the_first_in_the_order_of_the_case_is_told() -> None:
    expected = {"b": [1.0, {"x": np.zeros(2)}], "a": 1.0}
    observed = {"a": 2.0, "b": [1.0, {"x": np.ones(2)}]}
    difference = first_difference(observed, expected)
    assert difference is not None
    assert difference.path == "b[1].x"
    assert difference.at == (0,)


def test_a_scalar_has_no_index() -> None:
    difference = first_difference({"loss": 2.0}, {"loss": 1.0})
    assert difference is not None
    assert (difference.path, difference.at, difference.observed, difference.expected) == ("loss", (), "2", "1")


def test_a_long_key_of_a_students_making_is_cut() -> None:
    difference = first_difference({"k" * 10_000: 1}, {})
    assert difference is not None
    assert len(difference.path) <= 40


def test_zero_is_compared_with_an_absolute_tolerance() -> None:
    assert first_difference(np.full(2, 1e-15), np.zeros(2)) is None
    assert kind_of(np.full(2, 1e-9), np.zeros(2)) == "value"
