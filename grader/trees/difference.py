"""Says in which respect one tree first differs from another, in the order in which the case wrote it down.

The tolerance follows from the arithmetic, not from taste.  Summing n numbers of relative rounding error eps in
another order moves the result by about eps·sqrt(n) of the largest term; chains of a few such operations (a
normalisation, a division by a small standard deviation) amplify it by some tens.  So two right answers agree to

    tolerance = 256 · eps(dtype) · sqrt(terms)         relative to the largest entry of the expected array,

where `terms` is the length of the longest sum behind an entry (100 unless the case says otherwise): 6e-13 in
float64, 3e-4 in float32, and never more than 1 %.  Known mistakes are wrong by 1e-6 or more where cases are written
as they should be.
"""

import functools
from typing import Any

import numpy as np

from grader.model import Difference, Tree
from grader.trees.plain import Opaque

AMPLIFICATION = 256.0
DEFAULT_TERMS = 100
MAX_TOLERANCE = 0.01
_FEW_BYTES = 4096


@functools.lru_cache(maxsize=256)
def tolerance_of(dtype: Any, terms: int = DEFAULT_TERMS) -> float:
    """Relative tolerance for results of `dtype` (NumPy floating or complex) whose sums have `terms` terms."""
    return min(float(AMPLIFICATION * np.finfo(dtype).eps * np.sqrt(terms)), MAX_TOLERANCE)


def first_difference(
    observed: Tree,
    expected: Tree,
    *,
    terms: int = DEFAULT_TERMS,
    any_float: bool = False,
    values: bool = True,
) -> Difference | None:
    """The first difference between two plain trees, depth first, in the order of `expected`; None if there is none.

    Numbers are compared with `tolerance_of` the coarser of the two dtypes.  A Python number, a NumPy scalar and a
    0-d array are one thing, and so are lists and tuples.  An array must have exactly the expected shape and kind;
    its floating dtype must be the expected one, unless `any_float`.  `values=False` compares the form only.
    """
    return _Comparison(terms, any_float, values).compare(observed, expected, "")


class _Comparison:
    def __init__(self, terms: int, any_float: bool, values: bool) -> None:
        self.terms, self.any_float, self.values = terms, any_float, values

    def compare(self, observed: Tree, expected: Tree, path: str) -> Difference | None:
        if type(expected) is np.ndarray and expected.ndim:  # most leaves by far
            return self._arrays(observed, expected, path)
        observed, expected = _truth(observed), _truth(expected)
        if isinstance(expected, dict):
            return self._dicts(observed, expected, path)
        if isinstance(expected, list | tuple):
            return self._sequences(observed, expected, path)
        if isinstance(expected, np.ndarray | int | float | complex) and not isinstance(expected, bool):
            return self._numbers(observed, expected, path)
        if type(observed) is not type(expected):
            return Difference(kind="type", path=path, observed=describe(observed), expected=describe(expected))
        if self.values and observed != expected:
            return Difference(kind="value", path=path, observed=repr(observed)[:80], expected=repr(expected)[:80])
        return None

    def _dicts(self, observed: Tree, expected: dict[str, Tree], path: str) -> Difference | None:
        if not isinstance(observed, dict):
            return Difference(kind="type", path=path, observed=describe(observed), expected="dict")
        for key in expected:
            below = f"{path}.{key}" if path else key
            if key not in observed:
                return Difference(kind="missing", path=below, expected=describe(expected[key]))
            difference = self.compare(observed[key], expected[key], below)
            if difference:
                return difference
        extra = next((key for key in observed if key not in expected), None)
        if extra is None:
            return None
        below = f"{path}.{extra[:40]}" if path else extra[:40]
        return Difference(kind="extra", path=below, observed=describe(observed[extra]))

    def _sequences(self, observed: Tree, expected: list[Tree] | tuple[Tree, ...], path: str) -> Difference | None:
        if not isinstance(observed, list | tuple):
            return Difference(kind="type", path=path, observed=describe(observed), expected=describe(expected))
        if len(observed) != len(expected):
            return Difference(kind="length", path=path, observed=str(len(observed)), expected=str(len(expected)))
        for index, (one, other) in enumerate(zip(observed, expected, strict=True)):
            difference = self.compare(one, other, f"{path}[{index}]")
            if difference:
                return difference
        return None

    def _arrays(self, observed: Tree, expected: np.ndarray, path: str) -> Difference | None:
        if not isinstance(observed, np.ndarray):
            return Difference(kind="type", path=path, observed=describe(observed), expected="ndarray")
        if observed.shape != expected.shape:
            return Difference(kind="shape", path=path, observed=str(observed.shape), expected=str(expected.shape))
        if not self._dtype_is_right(observed.dtype, expected.dtype):
            return Difference(kind="dtype", path=path, observed=str(observed.dtype), expected=str(expected.dtype))
        return self._entries(observed, expected, path) if self.values else None

    def _dtype_is_right(self, observed: np.dtype[Any], expected: np.dtype[Any]) -> bool:
        if expected.kind in "iu":
            return observed.kind in "iu"
        if expected.kind == "f" and self.any_float:
            return observed.kind == "f" and not _too_coarse(observed, expected)
        return observed == expected

    def _numbers(self, observed: Tree, expected: Tree, path: str) -> Difference | None:
        if isinstance(observed, np.ndarray) and observed.ndim > 0:
            return Difference(kind="shape", path=path, observed=str(observed.shape), expected="()")
        if isinstance(observed, bool) or not isinstance(observed, np.ndarray | int | float | complex):
            return Difference(kind="type", path=path, observed=describe(observed), expected=describe(expected))
        one, other = np.asarray(observed), np.asarray(expected)
        allowed = {"f": "iuf", "i": "iu", "u": "iu", "c": "iufc", "b": "b"}[other.dtype.kind]
        if one.dtype.kind not in allowed:
            return Difference(kind="type", path=path, observed=describe(observed), expected=describe(expected))
        if _too_coarse(one.dtype, other.dtype):
            return Difference(kind="dtype", path=path, observed=str(one.dtype), expected=str(other.dtype))
        if not self.values:
            return None
        return self._entries(one.reshape(1), other.reshape(1), path, scalar=True)

    def _entries(
        self, observed: np.ndarray, expected: np.ndarray, path: str, *, scalar: bool = False
    ) -> Difference | None:
        if _same_bytes(observed, expected) or (observed == expected).all():  # most right answers, and quickly seen
            return None
        with np.errstate(all="ignore"):
            if expected.dtype.kind in "biu":
                wrong = observed != expected
                error = np.abs(observed.astype(np.float64) - expected.astype(np.float64))
                allowed = 0.0
            elif self._clearly_within(observed, expected):
                return None
            else:
                finite = np.isfinite(observed)
                same = (observed == expected) | (np.isnan(observed) & np.isnan(expected))
                allowed = self._allowed(observed, expected)
                error = np.where(same, 0.0, np.abs(_wide(observed) - _wide(expected)))
                stray = ~finite & ~same
                if stray.any():
                    return _at("nonfinite", path, np.argmax(stray), (observed, expected), (np.inf, allowed), scalar)
                wrong = ~(error <= allowed)
        if not wrong.any():
            return None
        worst = np.argmax(np.where(wrong, np.nan_to_num(error, nan=np.inf, posinf=np.inf), -1.0))
        return _at("value", path, worst, (observed, expected), (float(error.flat[worst]), allowed), scalar)

    def _clearly_within(self, observed: np.ndarray, expected: np.ndarray) -> bool:
        """Whether no entry is off by more than half of what is allowed, where all are finite: quickly seen.

        Half, because the distance is taken in the arrays' own precision here.
        """
        bound = float(np.abs(expected).max()) * self._relative(observed, expected) / 2
        return bool(np.abs(observed - expected).max() <= bound < np.inf)

    def _relative(self, observed: np.ndarray, expected: np.ndarray) -> float:
        floats = [array.dtype for array in (observed, expected) if array.dtype.kind in "fc"]
        return max(tolerance_of(dtype, self.terms) for dtype in floats)

    def _allowed(self, observed: np.ndarray, expected: np.ndarray) -> float:
        """Absolute tolerance for every entry: relative to the largest finite one that is expected, or to 1."""
        relative = self._relative(observed, expected)
        magnitudes = np.abs(expected[np.isfinite(expected)])
        scale = float(magnitudes.max()) if magnitudes.size else 0.0
        return relative * (scale if scale > 0.0 else 1.0)


def _same_bytes(observed: np.ndarray, expected: np.ndarray) -> bool:
    """Whether two arrays of one shape hold the same bytes; NaN in the same places included."""
    if expected.nbytes > _FEW_BYTES:  # copying them would take longer than comparing the numbers
        return expected.size == 0
    return observed.dtype == expected.dtype and observed.tobytes() == expected.tobytes()


def _truth(tree: Tree) -> Tree:
    """A 0-d array of a truth value as the truth value; anything else as it is."""
    return bool(tree) if isinstance(tree, np.ndarray) and tree.ndim == 0 and tree.dtype.kind == "b" else tree


def _too_coarse(observed: np.dtype[Any], expected: np.dtype[Any]) -> bool:
    """Half precision where more was expected: its rounding errors would excuse anything."""
    return observed.str[1:] == "f2" and observed != expected


def _wide(array: np.ndarray) -> np.ndarray:
    """Numbers that can be subtracted without overflow where half or single precision could not."""
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _at(
    kind: str,
    path: str,
    flat: np.intp,
    arrays: tuple[np.ndarray, np.ndarray],
    sizes: tuple[float, float],
    scalar: bool,
) -> Difference:
    observed, expected = arrays
    where = () if scalar else tuple(int(i) for i in np.unravel_index(flat, expected.shape))
    one, other = _told_apart(observed.flat[flat], expected.flat[flat])
    return Difference(
        kind=kind,
        path=path,
        observed=one,
        expected=other,
        at=where,
        error=sizes[0],
        tolerance=sizes[1],
    )


def _told_apart(observed: Any, expected: Any) -> tuple[str, str]:
    """Two numbers as text, to six digits, or to as many as it takes to see that they are two."""
    for digits in (6, 9, 12, 17):
        one, other = f"{observed:.{digits}g}", f"{expected:.{digits}g}"
        if one != other:
            break
    return one, other


def describe(tree: Tree) -> str:
    """What kind of thing a tree is, in the words that a student knows: "ndarray", "tuple of 2", "None"."""
    if isinstance(tree, Opaque):
        return tree.type_name
    if tree is None:
        return "None"
    if isinstance(tree, list | tuple):
        return f"{type(tree).__name__} of {len(tree)}"
    return type(tree).__name__
