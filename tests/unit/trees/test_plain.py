"""`snapshot`: whatever a student's code returns becomes plain data that can be written and read back."""

import json
import sys
import types
from collections import OrderedDict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.model import Tree
from grader.trees import Opaque, decode, digest, encode, leaves, snapshot
from grader.trees.plain import MAX_DEPTH, MAX_NODES

GRADABLE = st.one_of(
    npst.boolean_dtypes(),
    npst.integer_dtypes(endianness="?"),
    npst.unsigned_integer_dtypes(endianness="?"),
    npst.floating_dtypes(endianness="?", sizes=(16, 32, 64)),
    npst.complex_number_dtypes(endianness="?", sizes=(64, 128)),
)
ANY_DTYPE = st.one_of(GRADABLE, npst.datetime64_dtypes(), npst.unicode_string_dtypes(), npst.byte_string_dtypes())
ARRAYS = npst.arrays(ANY_DTYPE, npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(st.characters(), max_size=20),
    st.binary(max_size=5),
    ARRAYS,
    npst.scalar_dtypes().flatmap(npst.from_dtype),
    st.sampled_from([np.longdouble(1), np.clongdouble(1), np.ones(2, np.longdouble), np.array(print), len, object()]),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, max_size=4),
        st.lists(below, max_size=4).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=5), st.integers()), below, max_size=3),
        st.sets(st.integers(), max_size=2),
    ),
    max_leaves=12,
)


def carried(tree: Tree) -> Tree:
    """A tree that went over the wire."""
    skeleton, buffers = encode(tree)
    return decode(json.loads(json.dumps(skeleton)), buffers)


def same(one: Any, other: Any) -> bool:
    """Whether two trees are the same to the last bit, types included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    return bool(one == other) or repr(one) == repr(other)


@given(ANYTHING)
def test_anything_whatever_becomes_a_tree_that_the_wire_carries_bit_for_bit(value: Any) -> None:
    tree = snapshot(value)
    assert same(carried(tree), tree)
    assert digest(carried(tree)) == digest(tree)


def nested(depth: int, kind: type) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"x": value} if kind is dict else kind([value])
    return value


@pytest.mark.parametrize("kind", [list, tuple, dict])
@pytest.mark.parametrize("depth", [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 500])
def test_what_is_too_deep_becomes_opaque_and_still_goes_over_the_wire(kind: type, depth: int) -> None:
    tree = snapshot(nested(depth, kind))
    assert any(isinstance(leaf, Opaque) for _, leaf in leaves(tree)) == (depth > MAX_DEPTH)
    assert same(carried(tree), tree)


@pytest.mark.parametrize(
    "value",
    [
        [0.5] * (MAX_NODES - 1),
        [0.5] * MAX_NODES,
        [0.5] * (10 * MAX_NODES),
        [[1] * 7] * 4_000,
        [list(range(150))] * 150,
        {str(i): [i] for i in range(15_000)},
    ],
)
def test_what_is_too_many_becomes_opaque_and_still_goes_over_the_wire(value: Any) -> None:
    tree = snapshot(value)
    assert same(carried(tree), tree)


def test_a_list_that_contains_itself_ends() -> None:
    loop: list[Any] = []
    loop.extend([loop, loop])
    tree = snapshot(loop)
    assert sum(1 for _ in leaves(tree)) <= MAX_NODES
    assert same(carried(tree), tree)


def test_a_later_change_does_not_reach_the_snapshot() -> None:
    array, items = np.zeros(3), [1]
    tree = snapshot({"a": array, "view": array[::2], "l": items})
    array += 1
    items.append(2)
    assert tree["a"].tolist() == [0, 0, 0]
    assert tree["view"].tolist() == [0, 0]
    assert tree["l"] == [1]


@pytest.mark.parametrize(
    ("scalar", "expected"),
    [
        (np.float64(0.1), 0.1),
        (np.int32(-7), -7),
        (np.uint64(2**63 - 1), 2**63 - 1),
        (np.bool_(True), True),
        (np.complex128(1j), 1j),
    ],
)
def test_a_numpy_scalar_is_the_python_number(scalar: Any, expected: Any) -> None:
    assert same(snapshot(scalar), expected)


@pytest.mark.parametrize("scalar", [np.float32(0.1), np.float16(0.1), np.complex64(0.1j), np.uint64(2**64 - 1)])
def test_a_scalar_that_is_not_exact_keeps_its_dtype(scalar: Any) -> None:
    assert same(snapshot(scalar), np.asarray(scalar))


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, 10**400])
def test_an_int_that_no_array_holds_is_opaque(value: int) -> None:
    assert snapshot(value) == Opaque("int beyond 64 bits")
    assert snapshot([2**63 - 1, -(2**63)]) == [2**63 - 1, -(2**63)]


class Matrix(np.ndarray):
    pass


class Text(str):
    def __getitem__(self, key: Any) -> Any:
        raise RuntimeError


class Number(np.float64):
    def item(self) -> Any:  # type: ignore[override]
        return object()

    @property
    def dtype(self) -> Any:
        raise RuntimeError


class Pretender:
    """Says that it is a NumPy scalar."""

    @property
    def __class__(self) -> Any:  # type: ignore[override]
        return np.float64

    def item(self) -> Any:
        return print

    dtype = np.dtype(float)


class Untouchable:
    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __len__(self) -> int:
        raise RuntimeError

    def __iter__(self) -> Any:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]


class LyingList(list[Any]):
    def __len__(self) -> int:
        return 0


HOSTILE = (
    lambda: np.zeros(2).view(Matrix),
    lambda: Text("x"),
    lambda: Number(1),
    lambda: Pretender(),
    lambda: Untouchable(),
    lambda: LyingList([1]),
    lambda: OrderedDict(a=1),
    lambda: np.ma.masked_array([1.0]),
    lambda: np.array([None]),
    lambda: np.zeros(2, dtype=[("a", "f8")]),
    lambda: np.datetime64("2026-01-01"),
    lambda: types.SimpleNamespace(),
    lambda: {1: 2},
    lambda: {Text("k"): 1},
    lambda: b"bytes",
    lambda: range(3),
    lambda: (i for i in range(3)),
    lambda: float,
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_what_is_not_plain_data_is_named_and_never_touched(number: int) -> None:
    tree = snapshot({"out": HOSTILE[number]()})
    assert isinstance(tree["out"], Opaque)
    assert same(carried(tree), tree)


def test_byte_order_and_memory_order_are_this_machines() -> None:
    array = np.asfortranarray(np.arange(6.0).reshape(2, 3)).astype(">f8")
    tree = snapshot(array)
    assert tree.dtype == np.float64
    assert tree.flags.c_contiguous
    assert tree.tolist() == array.tolist()


def test_a_tensor_is_an_array() -> None:
    torch = pytest.importorskip("torch")
    tree = snapshot([torch.nn.Parameter(torch.ones(2, 3)), torch.ones(2, dtype=torch.bfloat16), torch.tensor(1.5)])
    assert [(leaf.shape, leaf.dtype) for leaf in tree] == [((2, 3), "f4"), ((2,), "f4"), ((), "f4")]


def test_tensors_are_not_looked_for_where_torch_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    assert snapshot(object()) == Opaque("object")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], [2, 1]),
        ([1], [True]),
        ([1.0], [1]),
        ([0.0], [-0.0]),
        ({"a": 1}, {"b": 1}),
        ([[1], [2]], [[1, 2]]),
        (np.zeros(2), np.zeros((2, 1))),
        (np.zeros(2), np.zeros(2, np.float32)),
        ("1", 1),
        (None, "None"),
    ],
)
def test_the_digest_tells_trees_apart(one: Tree, other: Tree) -> None:
    assert digest(one) != digest(other)


def test_a_tensor_of_a_lying_class_is_copied_as_the_tensor_that_it_is() -> None:
    torch = pytest.importorskip("torch")

    class Liar(torch.Tensor):  # type: ignore[misc, name-defined]
        dtype = property(lambda self: 1 / 0)

        def detach(self) -> object:
            return self

        cpu = numpy = copy = detach

        @classmethod
        def __torch_function__(cls, *arguments: object, **keywords: object) -> object:
            raise KeyboardInterrupt

    with torch._C.DisableTorchFunctionSubclass():
        liar = torch.Tensor.as_subclass(torch.arange(3.0), Liar)
    copied = snapshot({"liar": liar, "parameter": torch.nn.Parameter(torch.ones(2))})
    assert type(copied["liar"]) is np.ndarray
    np.testing.assert_array_equal(copied["liar"], [0.0, 1.0, 2.0])
    np.testing.assert_array_equal(copied["parameter"], [1.0, 1.0])
