"""All the right ones of several options.

    credit = max(0, (right ones chosen - wrong ones chosen) / right ones)

A wrong one takes back what a right one gives, so that choosing everything, or blindly, does not pay.
"""

from fractions import Fraction

from grader.checkers import _answers
from grader.model import Difference, Tree


def check(observed: Tree, expected: Tree) -> Difference | None:
    """Whether they are the right ones; both are lists of the keys of options, in any order."""
    right = _keys(expected["answer"])
    if not right:
        raise ValueError(f"the answer is {expected['answer']!r}, not a list of keys with one right option at least")
    difference = _answers.not_read(observed)
    if difference is not None:
        return difference
    chosen = _keys(observed["answer"])
    if chosen is None:
        return Difference(kind="unread", path="choices")
    if chosen == right:
        return None
    return Difference(
        kind="answer",
        path="choices",
        observed=", ".join(sorted(chosen))[:80],
        expected=", ".join(sorted(right))[:80],
        credit=credit(len(chosen & right), len(chosen - right), len(right)),
    )


def credit(hits: int, false_alarms: int, right: int) -> Fraction:
    """The share of the points that a choice earns."""
    return max(Fraction(0), Fraction(hits - false_alarms, right))


def _keys(value: Tree) -> frozenset[str] | None:
    if not isinstance(value, list | tuple) or not all(isinstance(key, str) for key in value):
        return None
    return frozenset(value)
