"""A whole number, exactly."""

import numpy as np

from grader.checkers import _answers
from grader.model import Difference, Tree


def check(observed: Tree, expected: Tree) -> Difference | None:
    """Whether it is the same number; `12`, `12.0` and an array of no axes are one."""
    wanted = _whole(expected["answer"])
    if wanted is None:
        raise ValueError(f"the answer is {expected['answer']!r}, not a whole number")
    difference = _answers.not_read(observed)
    if difference is not None:
        return difference
    number = _whole(observed["answer"])
    if number is None:
        return Difference(kind="unread", path="integer")
    if number == wanted:
        return None
    respect = "sign" if number == -wanted else "value"
    return Difference(kind="answer", path=respect, observed=str(number)[:40], expected=str(wanted)[:40])


def _whole(value: Tree) -> int | None:
    """The number, where it is whole; exact beyond what a float holds."""
    if isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind in "iuf":
        value = value.item()
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None
