"""What the checkers of a test's fields share: the value that was answered, and when two numbers are one answer.

A field's case shows `{"answer": value}`; of a text that could not be understood, what `unread` makes.

Two numbers agree when they differ by at most

    max(10^(⌊log10 |expected|⌋ + 1 - significant), absolute),

one unit of the last digit asked for: half of it for rounding (or the rest for cutting off) the result, half for one
intermediate result that was rounded to as many digits.  Where 0 is expected that unit is 0.5·10^-significant.
"""

import math

import numpy as np

from grader.model import Difference, Tree

ZERO = 1e-12
"""A smaller expected number is what rounding errors leave of zero."""
_FUZZ = 1 + 1e-9
"""For the binary floats in which decimal numbers are compared."""


def unread(reason: str, typed: str, detail: str = "") -> Tree:
    """What is shown of an answer that could not be understood: why (a key of the messages), and what was typed."""
    return {"unread": reason, "typed": typed[:200], "detail": detail}


def not_read(observed: Tree) -> Difference | None:
    """The difference of an answer that could not be understood, or that is none at all."""
    if not isinstance(observed, dict):
        return Difference(kind="type", path="answer", observed=type(observed).__name__, expected="dict")
    if "unread" in observed:
        reason, typed, detail = (str(observed.get(key, "")) for key in ("unread", "typed", "detail"))
        return Difference(kind="unread", path=reason, observed=typed, expected=detail)
    return None if "answer" in observed else Difference(kind="missing", path="answer")


def as_number(value: Tree) -> float | None:
    """A finite number, or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.ndarray):
        return None
    if isinstance(value, np.ndarray) and (value.ndim or value.dtype.kind not in "iuf"):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def expected_number(value: Tree) -> float:
    """The number that the reference shows; `ValueError` where it shows something else."""
    number = as_number(value)
    if number is None:
        raise ValueError(f"the answer is {value!r}, not a finite number")
    return number


def unit(expected: float, significant: int) -> float:
    """How far two numbers may be apart that agree to so many significant digits."""
    if abs(expected) < ZERO:
        return float(0.5 * 10.0**-significant)
    return float(10.0 ** (math.floor(math.log10(abs(expected)) + 1e-12) + 1 - significant))


def agree(observed: float, expected: float, significant: int, absolute: float) -> bool:
    """Whether a number is right."""
    return abs(observed - expected) <= max(unit(expected, significant), absolute) * _FUZZ


def wrong_number(observed: float, expected: float, significant: int, absolute: float) -> Difference | None:
    """The difference between two numbers: rounded too early, of the other sign, or just another one."""
    if agree(observed, expected, significant, absolute):
        return None
    respect = "value"
    if abs(expected) >= ZERO and agree(-observed, expected, significant, absolute):
        respect = "sign"
    elif abs(observed - expected) <= 10 * unit(expected, significant):
        respect = "digits"
    return Difference(
        kind="answer",
        path=respect,
        observed=f"{observed:.6g}",
        expected=f"{expected:.6g}",
        error=abs(observed - expected),
        tolerance=max(unit(expected, significant), absolute),
    )
