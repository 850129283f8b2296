"""An expression in given symbols, equal to the answer wherever both are defined.

Where both are made of + - * / and whole powers, SymPy decides, exactly (`_symbolic`).  Else, or where that would take
long, both are computed at the same points, to 50 digits: SymPy's own `simplify` may take any time, and may not see that
two expressions are the same.  Two that are not differ in some of the points; that they agree in all of them by chance
has no probability worth a number.  The points are fractions from hundredths to tens, a third of them positive, the
others of either sign, so that logarithms are defined in many and kinks (ReLU, |x|) lie between them.
"""

import functools
import random
from fractions import Fraction

from grader.checkers import _answers
from grader.checkers._symbolic import same
from grader.formulas import Formula, NotAFormula, Number, Undefined, parse, real
from grader.model import Difference, Tree

POINTS = 24
CLOSE = 1e-25
"""Relative: of 50 digits as many may be lost to cancellation."""
NOTHING = 1e-40
"""What is left of a zero of 50 digits."""


def check(observed: Tree, expected: Tree, *, symbols: tuple[str, ...]) -> Difference | None:
    """Whether the expressions, both texts, are equal."""
    right = _right(str(expected["answer"]), tuple(symbols))
    difference = _answers.not_read(observed)
    if difference is not None:
        return difference
    typed = str(observed["answer"])
    try:
        given = _parsed(typed, tuple(symbols))
    except NotAFormula as error:
        return Difference(kind="unread", path=error.reason, observed=typed[:200], expected=error.detail)
    exactly = same(given, right)
    if exactly or (exactly is None and equal(given, right, tuple(symbols))):
        return None
    return Difference(kind="answer", path="value", observed=typed[:80], expected=str(expected["answer"])[:80])


_parsed = functools.lru_cache(maxsize=1024)(parse)


def _right(text: str, symbols: tuple[str, ...]) -> Formula:
    try:
        return _parsed(text, symbols)
    except NotAFormula as error:
        raise ValueError(f"the answer {text!r} is no formula ({error.reason} {error.detail})") from error


def equal(given: Formula, right: Formula, symbols: tuple[str, ...]) -> bool:
    """Whether two expressions agree in every point where both are defined, which must be a quarter of the right one's.

    `ValueError` if the right one is defined nowhere.
    """
    defined = [(at, value) for at in range(POINTS) if (value := _value(right, symbols, at)) is not None]
    if not defined:
        raise ValueError("the answer is defined in none of the points")
    both = 0
    for at, expected in defined:
        found = _value(given, symbols, at)
        if found is None:
            continue
        both += 1
        if not _close(found, expected):
            return False
    return 4 * both >= len(defined)


@functools.lru_cache(maxsize=64)
def points(symbols: tuple[str, ...]) -> tuple[dict[str, Fraction], ...]:
    """The points for these symbols, the same for everybody."""
    drawn = random.Random(" ".join(symbols))
    return tuple({symbol: _coordinate(drawn, at) for symbol in symbols} for at in range(POINTS))


def _coordinate(drawn: random.Random, at: int) -> Fraction:
    size = Fraction(round(997 * 10 ** drawn.uniform(-2, 1.5)), 997)
    return size if at < POINTS // 3 or drawn.random() < 0.5 else -size


@functools.lru_cache(maxsize=2**15)
def _value(formula: Formula, symbols: tuple[str, ...], at: int) -> Number | None:
    """The value in one of the points, None where there is none; many students give the same expression."""
    try:
        return formula.at(points(symbols)[at])
    except Undefined:
        return None


def _close(one: Number, other: Number) -> bool:
    if one == other:
        return True
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return False
    first, second = real(one), real(other)
    return bool(abs(first - second) <= max(CLOSE * max(abs(first), abs(second)), NOTHING))
