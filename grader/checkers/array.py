"""A vector or matrix: the shape exactly, then entry by entry as `number`."""

from dataclasses import replace

import numpy as np

from grader.checkers import _answers
from grader.model import Difference, Tree


def check(
    observed: Tree, expected: Tree, *, shape: tuple[int, ...], significant: int = 3, absolute: float = 0.0
) -> Difference | None:
    """The first entry that does not agree; no entry is named where all would with the other sign."""
    wanted = _array(expected["answer"])
    if wanted is None or wanted.shape != tuple(shape):
        raise ValueError(f"the answer is {expected['answer']!r}, not finite numbers of shape {tuple(shape)}")
    difference = _answers.not_read(observed)
    if difference is not None:
        return difference
    given = _array(observed["answer"])
    if given is None:
        return Difference(kind="unread", path="array")
    if given.shape != wanted.shape:
        return Difference(kind="shape", path="answer", observed=str(given.shape), expected=str(wanted.shape))
    found = {
        at: _answers.wrong_number(float(given[at]), float(wanted[at]), significant, absolute)
        for at in np.ndindex(wanted.shape)
    }
    wrong = [(at, one) for at, one in found.items() if one is not None]
    if not wrong:
        return None
    at, first = wrong[0]
    turned = all(_answers.agree(-float(given[at]), float(wanted[at]), significant, absolute) for at in found)
    return first if turned else replace(first, at=at)


def _array(value: Tree) -> np.ndarray | None:
    """Finite numbers as float64; None for anything else."""
    if isinstance(value, list | tuple):
        try:
            value = np.array(value)
        except ValueError:  # rows of different length
            return None
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iuf":
        return None
    numbers = value.astype(np.float64)
    return numbers if bool(np.isfinite(numbers).all()) else None
