"""What page, sheet and notebook say alike of a field: how it is answered, and how numbers are written."""

import functools
import itertools
from collections.abc import Sequence
from fractions import Fraction

from grader.messages import asking
from grader.model import AskedField
from grader.scoring import decimal

PLACE = "{answer}"
"""Where a student's lines stand in a skeleton."""

_NUMBERS = ("1", "2.5", "−3", "0")

_WRITTEN_OTHERWISE = frozenset({"choice", "choices", "matching", "ordering", "code"})


def ask(field: AskedField, language: str, *, written: bool = False) -> str:
    """How to answer; `written` where everything is typed, instead of chosen and moved."""
    way = "write" if written and field.kind in _WRITTEN_OTHERWISE else "ask"
    kind = "vector" if len(field.shape) == 1 else field.kind
    return _asked(f"{way}.{kind}", language, field.significant, field.shape, field.symbols)


@functools.lru_cache(maxsize=1024)
def _asked(key: str, language: str, significant: int, shape: tuple[int, ...], symbols: tuple[str, ...]) -> str:
    return asking(
        key,
        language,
        significant=significant,
        shape=" × ".join(map(str, shape)),
        example=_example(shape),
        symbols=", ".join(symbols),
        place=PLACE,
    )


@functools.lru_cache(maxsize=1024)
def number(points: Fraction) -> str:
    """Points as people write them."""
    return str(decimal(points))


def _example(shape: Sequence[int]) -> str:
    """Numbers in brackets, of the shape that is asked for, and of no meaning."""
    if len(shape) == 1:
        return f"[{', '.join(itertools.islice(itertools.cycle(_NUMBERS), shape[0]))}]"
    return f"[{', '.join(_example(shape[1:]) for _ in range(shape[0] if shape else 0))}]"
