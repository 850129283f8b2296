"""The decoder believes nothing: mutated and hostile input gives a tree or `TreeError`, and nothing else."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.trees import TreeError, decode, encode, from_json, snapshot, to_json
from tests.unit.trees.test_plain import ANYTHING, carried, same

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda below: st.one_of(
        st.lists(below, max_size=4),
        st.dictionaries(st.sampled_from(["a", "c", "d", "f", "l", "o", "t", "x"]), below, max_size=2),
    ),
    max_leaves=15,
)
SIZES = st.one_of(st.integers(-2, 3), st.sampled_from([2**31, 2**39, 2**40, 2**64, True, 1.0, "1", None]))
ARRAY = st.tuples(
    st.one_of(st.integers(-1, 2), st.booleans()),
    st.sampled_from(["<f8", ">f8", "f8", "|b1", "<f2", "|O", "|V8", "<U4", "<M8[s]", "<f16", "", None, 3, ["<f8"]]),
    st.one_of(st.lists(SIZES, max_size=4), st.just([1] * 33), st.just("2")),
).map(lambda parts: {"a": list(parts)})
BUFFERS = st.lists(st.one_of(st.binary(max_size=17), st.just(b"\0" * 8)), max_size=3)


@given(st.one_of(JSON, ARRAY, st.lists(ARRAY, max_size=3).map(lambda items: {"l": items})), BUFFERS)
@example({"a": [0, "<f8", [2**39, 2**39, 2**39, 0]]}, [b""])
@example({"f": "0x1p99999"}, [])
@example({"f": "9" * 41}, [])
@example({"c": [{"f": "0x0p+0"}, "nan"]}, [])
@example(10**4000, [])
def test_hostile_input_is_a_tree_or_a_tree_error(skeleton: Any, buffers: list[bytes]) -> None:
    try:
        tree = decode(skeleton, buffers)
    except TreeError:
        return
    assert same(carried(tree), tree)


@given(ANYTHING, st.data())
def test_a_mutated_skeleton_is_a_tree_or_a_tree_error(value: Any, data: st.DataObject) -> None:
    skeleton, buffers = encode(snapshot(value))
    text = json.dumps(skeleton)
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.sampled_from(["", "0", "9", "[", "]", "{", '"', "-", "e9", "null"]))
    text = text[:at] + piece + text[at + 1 :]
    try:
        mutated = json.loads(text)
    except ValueError:
        return
    try:
        decode(mutated, buffers)
    except TreeError:
        return


@given(ANYTHING, st.data())
def test_buffers_that_are_cut_swapped_or_added_are_an_error_or_another_tree(value: Any, data: st.DataObject) -> None:
    skeleton, buffers = encode(snapshot(value))
    changed = data.draw(st.permutations(buffers))
    changed = [one[: data.draw(st.integers(0, len(one)))] for one in changed] + data.draw(BUFFERS)
    try:
        tree = decode(skeleton, changed)
    except TreeError:
        return
    assert sum(map(len, changed)) == sum(map(len, buffers))
    encode(tree)


@pytest.mark.parametrize(
    ("skeleton", "buffers"),
    [
        ({"a": [0, "<f8", [2]]}, [b"\0" * 15]),
        ({"a": [0, "<f8", [2]]}, []),
        ({"a": [1, "<f8", [1]]}, [b"\0" * 8, b"\0" * 8]),
        ({"l": [{"a": [0, "<f8", [1]]}, {"a": [0, "<f8", [1]]}]}, [b"\0" * 8]),
        ({"l": []}, [b""]),
        ({"a": [0, "<f8", [-1]]}, [b"\0" * 8]),
        ({"a": [0, "|O", [1]]}, [b"\0" * 8]),
        ({"x": 1}, []),
        ({"l": [], "t": []}, []),
        ([1], []),
        (1.5, []),
        (2**63, []),
        ({"o": 1}, []),
        ({"c": ["0x0p+0"]}, []),
    ],
)
def test_what_is_off_is_a_tree_error(skeleton: Any, buffers: list[bytes]) -> None:
    with pytest.raises(TreeError):
        decode(skeleton, buffers)


def test_too_deep_and_too_many_are_tree_errors() -> None:
    deep: Any = 1
    for _ in range(900):
        deep = {"l": [deep]}
    for skeleton in (deep, {"l": [0] * 20_000}):
        with pytest.raises(TreeError, match="too"):
            decode(skeleton, [])


def test_a_forged_truth_value_is_true_or_false() -> None:
    tree = decode({"a": [0, "|b1", [3]]}, [b"\x00\x02\xff"])
    assert tree.view(np.uint8).tolist() == [0, 1, 1]


def test_an_array_that_was_read_can_be_written_to() -> None:
    tree = decode({"a": [0, "<f8", [1]]}, [b"\0" * 8])
    tree += 1
    assert tree.dtype.isnative


def test_only_plain_trees_are_written() -> None:
    with pytest.raises(TypeError, match="not part of a plain tree"):
        encode({"x": object()})


@given(ANYTHING)
def test_a_file_holds_the_same_tree(value: Any) -> None:
    tree = snapshot(value)
    assert same(from_json(json.loads(json.dumps(to_json(tree)))), tree)


@given(JSON)
@example({"tree": None, "arrays": ["%"]})
@example({"tree": None, "arrays": [1]})
@example({"tree": None, "arrays": ["é"]})
@example({"tree": None})
def test_a_broken_file_is_a_tree_error(value: Any) -> None:
    with pytest.raises(TreeError):
        from_json(value)
