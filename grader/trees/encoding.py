"""Trees as bytes that can be read without trusting who wrote them: never pickle, every size checked before use.

A tree is a JSON skeleton, in which arrays are numbers, and the arrays' raw little-endian bytes:

    null true false 1 "text"          themselves
    {"f": "0x1.8p+0"}                 a float, exact (so are nan and inf)
    {"c": [re, im]}                   a complex number, of two such hexadecimal floats
    {"l": […]} {"t": […]} {"d": {…}}  a list, a tuple, a dict
    {"a": [k, "<f8", [2, 3]]}         array k, its dtype and shape
    {"o": "function"}                 an `Opaque` leaf
"""

import json
import math
from typing import Any

import numpy as np

from grader.model import Tree
from grader.trees.plain import DTYPES, MAX_DEPTH, MAX_NODES, Opaque
from grader.trees.texts import from_text, to_text

MAX_DIMENSIONS = 32

_READABLE = {name: (np.dtype(name), np.dtype(name).newbyteorder("="), np.dtype(name).itemsize) for name in DTYPES}
"""What an array may hold → as it is sent, as this machine has it, and the bytes of an entry."""
_SENT = {native: name for name, (sent, native, _) in _READABLE.items() if sent == native}
"""What an array holds whose bytes are sent as they are → how that is called."""


class TreeError(ValueError):
    """The bytes are not a tree: cut off, forged, or larger than they may be."""


def encode(tree: Tree) -> tuple[Any, list[bytes]]:
    """The JSON-able skeleton of a plain tree and the bytes of its arrays; `TypeError` if it is not plain."""
    arrays: list[np.ndarray] = []
    return _skeleton(tree, arrays), [array.tobytes() for array in arrays]


def _skeleton(tree: Tree, arrays: list[np.ndarray]) -> Any:
    """The skeleton of a tree; its arrays, as they are sent, are appended to `arrays`."""
    if type(tree) is np.ndarray and tree.dtype in _SENT:  # first: of most trees most leaves are such
        arrays.append(tree)
        return {"a": [len(arrays) - 1, _SENT[tree.dtype], list(tree.shape)]}
    if tree is None or isinstance(tree, bool | str) or type(tree) is int:
        return tree
    if isinstance(tree, float):
        return {"f": tree.hex()}
    if isinstance(tree, complex):
        return {"c": [tree.real.hex(), tree.imag.hex()]}
    if isinstance(tree, np.ndarray):
        array = np.ascontiguousarray(tree, dtype=tree.dtype.newbyteorder("<"))
        arrays.append(array)
        return {"a": [len(arrays) - 1, array.dtype.str, list(tree.shape)]}
    if isinstance(tree, list | tuple):
        return {"l" if isinstance(tree, list) else "t": [_skeleton(item, arrays) for item in tree]}
    if isinstance(tree, dict):
        return {"d": {key: _skeleton(item, arrays) for key, item in tree.items()}}
    if isinstance(tree, Opaque):
        return {"o": tree.type_name}
    raise TypeError(f"{type(tree).__name__} is not part of a plain tree")


def decode(skeleton: Any, buffers: list[bytes]) -> Tree:
    """The tree of a skeleton that `json.loads` read and of its buffers; `TreeError` where anything is off."""
    decoder = _Decoder(buffers)
    tree = decoder.read(skeleton, MAX_DEPTH)
    if decoder.used != len(buffers):
        raise TreeError(f"{len(buffers) - decoder.used} arrays that no entry names")
    return tree


class _Decoder:
    def __init__(self, buffers: list[bytes]) -> None:
        self.buffers, self.used, self.nodes = buffers, 0, 0

    def read(self, node: Any, depth: int) -> Tree:
        self.nodes += 1
        if depth < 0 or self.nodes > MAX_NODES:
            raise TreeError("nested too deeply or with too many entries")
        if node is None or isinstance(node, bool | str) or (type(node) is int and -(2**63) <= node < 2**63):
            return node
        if not isinstance(node, dict) or len(node) != 1:
            raise TreeError(f"not a node: {str(node)[:60]}")
        ((tag, body),) = node.items()
        if tag in ("l", "t") and isinstance(body, list):
            items = [self.read(item, depth - 1) for item in body]
            return items if tag == "l" else tuple(items)
        if tag == "d" and isinstance(body, dict):
            return {key: self.read(item, depth - 1) for key, item in body.items()}
        if tag == "f":
            return _float(body)
        if tag == "c" and isinstance(body, list) and len(body) == 2:
            return complex(_float(body[0]), _float(body[1]))
        if tag == "a":
            return self._array(body)
        if tag == "o" and isinstance(body, str):
            return Opaque(body[:80])
        raise TreeError(f"not a node: {str(node)[:60]}")

    def _array(self, body: Any) -> np.ndarray:
        if not (isinstance(body, list) and len(body) == 3 and body[0] == self.used < len(self.buffers)):
            raise TreeError("an array out of order")
        _, dtype, shape = body
        if not isinstance(dtype, str) or dtype not in _READABLE:
            raise TreeError(f"dtype {str(dtype)[:20]!r} cannot be graded")
        if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
            raise TreeError("not a shape")
        for size in shape:
            if type(size) is not int or not 0 <= size < 2**40:
                raise TreeError("not a shape")
        sent, native, itemsize = _READABLE[dtype]
        data = self.buffers[self.used]
        self.used += 1
        if math.prod(shape) * itemsize != len(data):
            raise TreeError(f"{len(data)} bytes for an array of shape {shape} and dtype {dtype}")
        try:
            if dtype == "|b1":  # any other byte than 0 and 1 would be a truth value that equals neither
                truths: np.ndarray = np.frombuffer(data, dtype="u1") != 0
                return truths.reshape(shape)
            return np.ndarray(shape, sent, data).astype(native)
        except ValueError as error:  # without entries, and yet beyond what NumPy can address
            raise TreeError("not a shape") from error


def _float(body: Any) -> float:
    if not isinstance(body, str) or len(body) > 40:
        raise TreeError("not a float")
    try:
        return float.fromhex(body)
    except (ValueError, OverflowError) as error:
        raise TreeError("not a float") from error


def to_json(tree: Tree) -> dict[str, Any]:
    """A plain tree as one JSON-able value, for files: arrays as text (`grader.trees.texts`)."""
    arrays: list[np.ndarray] = []
    skeleton = _skeleton(tree, arrays)
    return {"tree": skeleton, "arrays": [to_text(array) for array in arrays]}


def from_json(value: Any) -> Tree:
    """What `to_json` wrote; `TreeError` where it is off."""
    try:
        return decode(value["tree"], [from_text(text) for text in value["arrays"]])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise TreeError(f"not a tree: {json.dumps(value, default=str)[:60]}") from error
