"""Copies whatever a student's code returned into a plain tree: nothing in it can run code or change later."""

import functools
import hashlib
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.model import Tree

MAX_DEPTH = 16
MAX_NODES = 20_000
DTYPES = frozenset(
    np.dtype(name).newbyteorder("<").str
    for name in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
)
"""What an array may hold: the same on every machine, which `longdouble` is not."""

_ATOMS = frozenset({type(None), bool, int, float, complex, str})
_SCALARS = frozenset(np.sctypeDict.values())
_CONTAINERS = frozenset({list, tuple, dict})


@dataclass(frozen=True, slots=True)
class Opaque:
    """A leaf that stands for something that is not data: a function, an object array, a tree too deep."""

    type_name: str


def snapshot(value: Any) -> Tree:
    """A deep copy of `value` as a plain tree; what is not data becomes an `Opaque` leaf that names its type."""
    budget = [MAX_NODES - 1]
    return _copy(value, MAX_DEPTH, budget)


def _copy(value: Any, depth: int, budget: list[int]) -> Tree:
    kind = type(value)
    if kind is np.ndarray:
        return _array(value) if _native(value.dtype) else Opaque(f"ndarray of dtype {value.dtype}"[:80])
    if kind in _ATOMS:
        return value if kind is not int or -(2**63) <= value < 2**63 else Opaque("int beyond 64 bits")
    if kind in _SCALARS:
        return _scalar(value) if _native(value.dtype) else Opaque(f"scalar of dtype {value.dtype}"[:80])
    if kind in _CONTAINERS:
        return _container(value, depth, budget)
    torch = sys.modules.get("torch")
    if torch is not None and issubclass(kind, torch.Tensor):
        with torch._C.DisableTorchFunctionSubclass():  # nothing that a subclass of its own overrides is asked
            array = torch.Tensor.as_subclass(value, torch.Tensor).detach().cpu()
        return array.float().numpy().copy() if array.dtype == torch.bfloat16 else array.numpy().copy()
    return Opaque(kind.__name__[:80])


@functools.lru_cache(maxsize=256)
def _native(dtype: Any) -> Any:
    """A dtype that can be graded, in this machine's byte order; None for any other."""
    return dtype.newbyteorder("=") if dtype.newbyteorder("<").str in DTYPES else None


def _array(value: np.ndarray | np.generic) -> np.ndarray:
    """A copy in this machine's byte order."""
    return np.array(value, dtype=_native(value.dtype), order="C")


def _scalar(value: np.generic) -> Tree:
    """The Python number; a 0-d array where that would lose how exact the number claims to be."""
    exact = value.dtype.str[1:] in ("b1", "f8", "c16") or (value.dtype.kind in "iu" and int(value) < 2**63)
    return value.item() if exact else _array(value)


def _container(value: Any, depth: int, budget: list[int]) -> Tree:
    kind, size = type(value), len(value)
    if depth == 0 or size > budget[0]:
        return Opaque(f"{kind.__name__} nested too deeply or with too many entries")
    budget[0] -= size
    if kind is not dict:
        return kind([_copy(item, depth - 1, budget) for item in list(value)])
    if all(type(key) is str for key in value):
        return {key: _copy(item, depth - 1, budget) for key, item in list(value.items())}
    return Opaque("dict with keys that are not strings")


def digest(tree: Tree) -> str:
    """A short name for the exact content of a tree, the same on every machine of one byte order."""
    digester = hashlib.sha256()
    _feed(tree, digester)
    return digester.hexdigest()[:16]


def _feed(tree: Tree, digester: Any) -> None:
    if isinstance(tree, dict):
        digester.update(f"dict{len(tree)}".encode())
        for key, item in tree.items():
            digester.update(repr(key).encode())
            _feed(item, digester)
    elif isinstance(tree, list | tuple):
        digester.update(f"list{len(tree)}".encode())
        for item in tree:
            _feed(item, digester)
    elif isinstance(tree, np.ndarray):
        digester.update(f"{tree.dtype.str}{tree.shape}".encode())
        digester.update(np.ascontiguousarray(tree).tobytes())
    else:
        digester.update(f"{type(tree).__name__}{tree!r}".encode())
