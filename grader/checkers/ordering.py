"""All options, put in order.

    credit = max(0, 1 - 4 · pairs the wrong way round / pairs)

Of the pairs of a blind order half are the wrong way round; nothing is earned from a quarter of them on.  One slip of
neighbours costs 4 of n(n-1)/2 parts; blind guessing gives 1/6 of the points for three options, 1/12 for four, 1/23 for
five.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from grader.checkers import _answers
from grader.model import Difference, Tree


def check(observed: Tree, expected: Tree) -> Difference | None:
    """Whether the keys stand in the right order."""
    right = expected["answer"]
    if not isinstance(right, list | tuple) or len(set(right)) != len(right) or len(right) < 2:
        raise ValueError(f"the answer is {right!r}, not a list of different keys")
    difference = _answers.not_read(observed)
    if difference is not None:
        return difference
    given = observed["answer"]
    if not isinstance(given, list | tuple) or sorted(map(str, given)) != sorted(right):
        return Difference(kind="unread", path="ordering")
    wrong = inversions(given, right)
    if not wrong:
        return None
    return Difference(
        kind="answer",
        path="ordering",
        observed=", ".join(map(str, given))[:80],
        expected=", ".join(right)[:80],
        credit=credit(wrong, len(right)),
    )


def inversions(given: Sequence[str], right: Sequence[str]) -> int:
    """How many pairs stand the wrong way round."""
    places = [right.index(key) for key in given]
    return sum(one > other for one, other in combinations(places, 2))


def credit(wrong: int, options: int) -> Fraction:
    """The share of the points that an order with so many pairs the wrong way round earns."""
    return max(Fraction(0), 1 - Fraction(4 * wrong, options * (options - 1) // 2))
