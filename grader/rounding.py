"""The last step of every number: from an exact fraction to what people read."""

from fractions import Fraction
from functools import lru_cache
from math import floor

KEPT = 8192
"""Numbers that are remembered: a class's reports write the same few thousand again and again."""


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, so 7/2 → 4 (never to the even neighbour)."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


@lru_cache(KEPT)
def decimal(value: Fraction, places: int = 2) -> str:
    """`value` in decimal, rounded half up to `places`, trailing zeros trimmed: "12.5", "33.33", "100"."""
    return _written(round_half_up(value * 10**places), places)


def decimal_up(value: Fraction, places: int = 2) -> str:
    """`value` in decimal, rounded up to `places`: whoever needs 20/3 points and gets "6.67" has enough."""
    return _written(-floor(-value * 10**places), places)


@lru_cache(KEPT)
def approximate(value: Fraction) -> str:
    """`value` in decimal, exact where six places will do: "0.70625"; else four of them, honestly: "≈ 0.8333"."""
    return decimal(value, 6) if (value * 10**6).denominator == 1 else f"≈ {decimal(value, 4)}"


def _written(scaled: int, places: int) -> str:
    whole, rest = divmod(abs(scaled), 10**places)
    digits = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"
