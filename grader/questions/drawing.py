"""Draws for variants; each moves the generator just as it says, so that a variant once drawn stays the same."""

from collections.abc import Callable, Sequence
from typing import TypeVar, TypeVarTuple

import numpy as np

Value = TypeVar("Value")
Number = TypeVar("Number", float, np.ndarray)
Drawn = TypeVarTuple("Drawn")

NEAR = 0.01
"""Numbers that differ by a smaller share cannot be told apart in an answer to three digits."""


def pick(rng: np.random.Generator, values: Sequence[Value]) -> Value:
    """One of the values, with its own type: one integer is drawn."""
    return values[int(rng.integers(len(values)))]


def shuffled(rng: np.random.Generator, values: Sequence[Value], count: int | None = None) -> list[Value]:
    """The values in a random order, or so many of them: one permutation of all is drawn."""
    return [values[int(index)] for index in rng.permutation(len(values))[:count]]


def signs(rng: np.random.Generator, count: int) -> list[int]:
    """+1 or −1, so many times: one choice of that size is drawn."""
    return [int(sign) for sign in rng.choice([-1, 1], count)]


def redrawn(draw: Callable[[], tuple[*Drawn]], good: Callable[[*Drawn], bool]) -> tuple[*Drawn]:
    """What is drawn, again until it is good; at least one draw in a few must be.

    What is good is never asked of the reference: a mistake must be shown the very same numbers.
    """
    while not good(*(drawn := draw())):
        pass
    return drawn


def unseen(answers: Sequence[float], given: Sequence[float]) -> bool:
    """Whether answers are not zero, and nowhere near one another in size, or near what is given."""
    sizes = [abs(float(answer)) for answer in answers]
    others = [[0.0, *sizes[:at], *(abs(float(value)) for value in given)] for at in range(len(sizes))]
    return all(abs(size - other) > NEAR * size for size, near in zip(sizes, others, strict=True) for other in near)


def short(value: Number) -> Number:
    """A number, or an array of them, without the dust of binary fractions: 0.58, not 0.5800000000000001."""
    return np.round(value, 9) + 0.0 if isinstance(value, np.ndarray) else round(float(value), 9)
