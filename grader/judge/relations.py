"""What the numbers of a wrong answer say by themselves: the sign is flipped, or it is 32 times too large.

A relation is stated only where it holds for every entry to rounding error, and where the factor is one that the
inputs suggest (a size of the batch, a small whole number), so that it is never a coincidence dressed up as advice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from grader.model import Difference, Observation, Tree
from grader.trees import leaves, tolerance_of

MIN_ENTRIES = 2
"""A single number is a multiple of any other: a relation needs two entries that vary."""

SMALL = (2, 3, 4)


def with_relation(difference: Difference, observed: Observation, expected: Observation, options: Any) -> Difference:
    """The difference with the relation that explains it, if it is one of value and there is such a relation.

    `options` are the case's: a rate `p` in them makes 1/(1-p) a factor to look for.
    """
    if difference.kind != "value" or difference.factor or difference.relation:
        return difference
    pair = _arrays(difference.path, observed.value, expected.value)
    if pair is None:
        return difference
    one, other = pair
    if _same(one, -other):
        return replace(difference, relation="negated")
    if other.ndim == 2 and other.shape[0] == other.shape[1] and _same(one, other.T):
        return replace(difference, relation="transposed")
    for factor, name in _factors(expected.value, options):
        if _same(one, other * factor):
            return replace(difference, relation="factor", factor=name)
    return difference


def _arrays(path: str, observed: Tree, expected: Tree) -> tuple[np.ndarray, np.ndarray] | None:
    """The floating arrays at a path, if both are there, of one shape, finite, and with entries that vary."""
    one, other = (dict(leaves(tree)).get(path) for tree in (observed, expected))
    if not isinstance(one, np.ndarray) or not isinstance(other, np.ndarray):
        return None
    if one.shape != other.shape or one.dtype.kind != "f" or other.dtype.kind != "f":
        return None
    if np.unique(np.abs(other)).size < MIN_ENTRIES or not np.isfinite(one).all() or not np.isfinite(other).all():
        return None
    return one, other


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    tolerance = max(tolerance_of(one.dtype), tolerance_of(other.dtype))
    return bool(np.all(np.abs(one - other) <= tolerance * np.max(np.abs(other))))


def _factors(expected: Tree, options: Any) -> Iterator[tuple[float, str]]:
    """Factors that a mistake makes, each with its name: sizes of the arrays and their inverses, 2, 1/(1-p)."""
    for size in _sizes(expected):
        for factor in (Fraction(size), Fraction(1, size)):
            yield float(factor), str(factor)
    rate = options.get("p")
    if isinstance(rate, int | float) and 0 < rate < 1:
        yield 1 - rate, "1-p"
        yield 1 / (1 - rate), "1/(1-p)"


def _sizes(expected: Tree) -> Iterable[int]:
    shapes = {size for _, leaf in leaves(expected) if isinstance(leaf, np.ndarray) for size in leaf.shape}
    totals = {leaf.size for _, leaf in leaves(expected) if isinstance(leaf, np.ndarray)}
    return sorted(size for size in {*SMALL, *shapes, *totals} if size > 1)
