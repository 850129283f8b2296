"""An option to every item.

    credit = max(0, (items matched rightly - items matched wrongly) / items)

An item that is left out gives and takes nothing.  Who guesses blindly gets on average as much as the audit prints: with
as many options as items, 1/6 for three items, 1/24 for four, less for more.
"""

from fractions import Fraction

from grader.checkers import _answers
from grader.model import Difference, Tree


def check(observed: Tree, expected: Tree) -> Difference | None:
    """Whether every item has its option; both are dicts, key of the item → key of the option."""
    right = expected["answer"]
    if not isinstance(right, dict) or not right:
        raise ValueError(f"the answer is {right!r}, not key of item → key of option")
    difference = _answers.not_read(observed)
    if difference is not None:
        return difference
    given = observed["answer"]
    if not isinstance(given, dict):
        return Difference(kind="unread", path="matching")
    given = {item: option for item, option in given.items() if item in right}
    hits = sum(given[item] == right[item] for item in given)
    if hits == len(right):
        return None
    return Difference(
        kind="answer",
        path="matching",
        observed=str(hits),
        expected=str(len(right)),
        credit=credit(hits, len(given) - hits, len(right)),
    )


def credit(hits: int, misses: int, items: int) -> Fraction:
    """The share of the points that so many right and wrong matches earn."""
    return max(Fraction(0), Fraction(hits - misses, items))
