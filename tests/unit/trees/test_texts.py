"""Arrays as text: the same bytes back, short where few entries differ, and nothing believed."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.trees import TreeError, from_json, to_json

DTYPES = st.sampled_from(["?", "i1", "u2", "i4", "i8", "f2", "f4", "f8", "c8", "c16"])


def written(tree: Any) -> str:
    return json.dumps(to_json(tree))


@given(DTYPES, st.integers(1, 80), st.integers(0, 300), st.integers(0, 2**32))
def test_any_array_comes_back_to_the_last_bit(dtype: str, different: int, entries: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    bits = np.frombuffer(rng.bytes(np.dtype(dtype).itemsize * different), dtype=dtype)
    array = rng.choice(bits != 0 if dtype == "?" else bits, entries)
    read = from_json(json.loads(written(array)))
    assert (read.dtype, read.shape, read.tobytes()) == (array.dtype, array.shape, array.tobytes())


@given(npst.arrays(np.float64, 40, elements=st.sampled_from([0.0, -0.0, np.nan, -np.nan, np.inf])))
def test_zeros_of_both_signs_and_nan_stay_what_they_are(array: np.ndarray) -> None:
    assert from_json(json.loads(written(array))).tobytes() == array.tobytes()


def test_one_letter_stands_for_an_entry_where_few_differ() -> None:
    rng = np.random.default_rng(0)
    shape = (200, 200)
    dropped = rng.integers(8, 33, shape) / 16 * (rng.random(shape) >= 0.3) / 0.7
    assert len(written(dropped)) < dropped.size + 500
    assert '"letters": "' in written(dropped)
    assert "letters" not in written(rng.standard_normal(shape))


def test_what_was_written_entry_by_entry_is_read() -> None:
    old = {"tree": {"a": [0, "<f8", [2]]}, "arrays": ["AAAAAAAA8D8AAAAAAAAAQA=="]}
    assert from_json(old).tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "changed",
    [
        {"width": 3},
        {"width": True},
        {"width": "8"},
        {"width": 4},
        {"values": "AAAA"},
        {"values": "%"},
        {"values": ""},
        {"letters": "AB" * 16},
        {"letters": "Aé" * 16},
        {"letters": "A" * 31},
        {"letters": ["A"] * 32},
        {"letters": None},
    ],
)
def test_what_is_off_is_a_tree_error(changed: dict[str, Any]) -> None:
    good = to_json(np.ones(32))
    with pytest.raises(TreeError):
        from_json({**good, "arrays": [good["arrays"][0] | changed]})
    with pytest.raises(TreeError):
        from_json({**good, "arrays": [{key: text for key, text in good["arrays"][0].items() if key not in changed}]})
