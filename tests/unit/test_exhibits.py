"""What is kept of an exhibit: only what can be drawn, only where a difference can be seen, and never a crash."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.authoring import exhibit
from grader.exhibits import KINDS, dropped_and_factor, picture, problem, restored
from grader.gradebook.documents import from_document, to_document
from grader.model import Picture, Scorecard
from grader.trees import Opaque, snapshot
from tests.unit.graded_class import card, mixed_tasks
from tests.unit.reports import pictures
from tests.unit.reports.pictures import DRAWN

Z = np.linspace(-2.0, 2.0, 9)
RIGHT: dict[str, dict[str, Any]] = {
    **pictures.RIGHT,
    "path": {
        "path": np.linspace([1.0, 1.0], [0.0, 0.0], 5),
        "surface": {"x": Z, "y": Z[:4], "z": np.arange(36.0).reshape(4, 9)},
    },
}


def make(kind: str) -> Any:
    """An exhibit of that kind, which shows the right thing of anything."""

    @exhibit("task", kind=kind)
    def shown(student: object, rng: object) -> object:
        """A picture.

        ru: Картинка.
        """
        return RIGHT[kind]

    return shown


def wrong(kind: str, change: Any) -> dict[str, Any]:
    """The right tree with every array that is drawn changed."""
    drawn = RIGHT[kind][DRAWN[kind]]
    changed = {name: change(array) for name, array in drawn.items()} if isinstance(drawn, dict) else change(drawn)
    return {**RIGHT[kind], DRAWN[kind]: changed}


def drawn_arrays(tree: Any) -> list[np.ndarray]:
    return list(tree.values()) if isinstance(tree, dict) else [tree]


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_reference_shows_can_be_drawn_and_is_no_news(kind: str) -> None:
    assert problem(make(kind), RIGHT[kind]) == ""
    assert picture(make(kind), RIGHT[kind], RIGHT[kind]) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_visible_difference_is_kept_through_the_gradebook(kind: str) -> None:
    kept = picture(make(kind), wrong(kind, lambda array: array * 3 + 1), RIGHT[kind])
    assert kept is not None
    assert from_document(to_document(kept), Picture) == kept
    pair = restored(kept)
    assert pair is not None and pair[0] is not None
    observed, expected = pair[0], pair[1]
    for seen, right in zip(drawn_arrays(observed[DRAWN[kind]]), drawn_arrays(expected[DRAWN[kind]]), strict=True):
        np.testing.assert_allclose(seen, right * 3 + 1, rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_given_is_the_reference_s_whatever_a_student_s_code_made_of_it(kind: str) -> None:
    (key, *_) = KINDS[kind].given
    forged = {**wrong(kind, lambda array: array * 3 + 1), key: np.full(7, 666.0)}
    kept = picture(make(kind), forged, RIGHT[kind])
    assert kept is not None
    pair = restored(kept)
    assert pair is not None and pair[0] is not None
    assert repr(pair[0][key]) == repr(pair[1][key])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        lambda array: array[None],
        lambda array: array.astype(complex),
        lambda array: None,
        lambda array: "text",
        lambda array: Opaque("function"),
        lambda array: array.tolist(),
        lambda array: {"f(z)": array},
        lambda array: array.reshape(-1)[:0],
    ],
)
def test_another_form_is_left_to_the_cases(kind: str, change: Any) -> None:
    assert picture(make(kind), wrong(kind, change), RIGHT[kind]) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300, -1e39, 0.0])
def test_odd_numbers_are_a_difference_and_fit_into_what_is_kept(kind: str, value: float) -> None:
    kept = picture(make(kind), wrong(kind, lambda array: np.full_like(array, value)), RIGHT[kind])
    assert kept is not None and kept.observed is not None
    assert restored(from_document(to_document(kept), Picture)) is not None


@given(
    st.sampled_from(sorted(KINDS)),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=3)
        | arrays.arrays(st.sampled_from(["f8", "f4", "i8", "c16", "?"]), arrays.array_shapes(min_dims=0, max_side=9)),
        lambda trees: st.lists(trees, max_size=3) | st.dictionaries(st.sampled_from(["y", "out", "f(z)"]), trees),
        max_leaves=5,
    ),
)
def test_no_tree_of_a_student_is_a_crash(kind: str, tree: Any) -> None:
    for observed in (tree, {**RIGHT[kind], DRAWN[kind]: tree}):
        picture(make(kind), snapshot(observed), RIGHT[kind])


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("curves", {"x": {"f": Z}}),
        ("curves", {"x": {"f": Z}, "y": {"g": Z}}),
        ("curves", {"x": {"f": Z}, "y": {"f": Z * np.nan}}),
        ("curves", {"x": {"f": np.arange(4000.0)}, "y": {"f": np.arange(4000.0)}}),
        ("mask", {**RIGHT["mask"], "p": 1.0}),
        ("mask", {**RIGHT["mask"], "x": np.zeros((6, 8))}),
        ("histograms", {"before": Z, "after": Z}),
        ("path", {**RIGHT["path"], "path": Z}),
        ("path", {**RIGHT["path"], "surface": {"x": Z, "y": Z, "z": np.ones((4, 9))}}),
        ("path", None),
        ("history", {**RIGHT["history"], "train_loss": Z}),
        ("history", {**RIGHT["history"], "runs": {}}),
        ("history", {**RIGHT["history"], "runs": {"patience=2": np.array([5.0, 3.0])}}),
        ("history", {**RIGHT["history"], "runs": {"patience=2": np.array([7.0, 7.0, 3.0])}}),
        ("history", {**RIGHT["history"], "runs": {"patience=2": np.array([5.0, 5.0, 0.0])}}),
        ("regions", {**RIGHT["regions"], "x": np.arange(5.0)}),
        ("regions", {**RIGHT["regions"], "x": {"a": Z, "c": Z}}),
        ("regions", {**RIGHT["regions"], "names": {"low": 0, "high": 2}}),
        ("regions", {**RIGHT["regions"], "names": {"low": Z, "high": 1}}),
        ("regions", {**RIGHT["regions"], "names": {"low": 0}}),
        ("regions", {**RIGHT["regions"], "regions": np.zeros((5, 4))}),
        ("path", {**RIGHT["path"], "path": "text"}),
    ],
)
def test_an_author_is_told_what_cannot_be_drawn(kind: str, shown: Any) -> None:
    assert problem(make(kind), shown)


def test_a_mask_is_told_by_its_rate_its_scale_and_its_pattern() -> None:
    rng, x = np.random.default_rng(5), np.ones((20, 30))
    right = {"x": x, "p": 0.3, "out": (rng.random(x.shape) >= 0.3) / 0.7}
    assert dropped_and_factor(right) == pytest.approx((0.3, 1 / 0.7), abs=0.05)
    assert picture(make("mask"), {**right, "out": (rng.random(x.shape) >= 0.3) / 0.7}, right) is None
    for out in (
        (rng.random(x.shape) >= 0.3) * 1.0,
        (rng.random(x.shape) >= 0.7) / 0.3,
        (rng.random((20, 1)) >= 0.3) * x / 0.7,
        (rng.random((1, 30)) >= 0.3) * x / 0.7,
        np.zeros_like(x),
    ):
        assert picture(make("mask"), {**right, "out": out}, right) is not None


def test_a_scorecard_of_before_there_were_pictures_is_read() -> None:
    graded = card("anna", mixed_tasks())
    document = json.loads(to_document(graded))
    assert document.pop("pictures") == []
    assert from_document(json.dumps(document), Scorecard) == graded
