"""What page, sheet and notebook say alike of a field: how it is answered, and how numbers are written."""

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
    return asking(
        f"{way}.{kind}",
        language,
        significant=field.significant,
        shape=" × ".join(map(str, field.shape)),
        example=_example(field.shape),
        symbols=", ".join(field.symbols),
        place=PLACE,
    )


def number(points: Fraction) -> str:
    """Points as people write them."""
    return str(decimal(points))


def _example(shape: Sequence[int]) -> str:
    """Numbers in brackets, of the shape that is asked for, and of no meaning."""
    if len(shape) == 1:
        return f"[{', '.join(itertools.islice(itertools.cycle(_NUMBERS), shape[0]))}]"
    return f"[{', '.join(_example(shape[1:]) for _ in range(shape[0] if shape else 0))}]"
