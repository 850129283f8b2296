"""What blind guessing earns, exactly: the expected share of a field's points for somebody who has read nothing.

    choice     one option at random
    choices    the best of: a coin for each option, one option at random, all options
    matching   a random order of the options where there are as many as items, else a random option for each item
    ordering   a random order

For what is typed freely it is the share of students for whom the answer that is most frequent is right.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial

from grader.checkers import choices as choices_checker
from grader.checkers import matching as matching_checker
from grader.checkers import ordering as ordering_checker


def choice(options: int) -> Fraction:
    """One of so many options."""
    return Fraction(1, options)


def choices(right: int, options: int) -> Fraction:
    """Several of so many options, `right` of which are right."""
    wrong = options - right

    def earned(hits: int, false_alarms: int) -> Fraction:
        return choices_checker.credit(hits, false_alarms, right)

    by_coin = sum(
        (
            comb(right, hits) * comb(wrong, alarms) * earned(hits, alarms)
            for hits in range(right + 1)
            for alarms in range(wrong + 1)
        ),
        Fraction(0),
    ) / Fraction(2**options)
    by_one = Fraction(right, options) * earned(1, 0)
    return max(by_coin, by_one, earned(right, wrong))


@lru_cache(maxsize=256)
def matching(items: int, options: int) -> Fraction:
    """An option to each item; of the chance to have so many right, `k` hits of a permutation are rencontres."""
    if items == options:
        chances = [
            Fraction(comb(items, hits) * _derangements(items - hits), factorial(items)) for hits in range(items + 1)
        ]
    else:
        once = Fraction(1, options)
        chances = [comb(items, hits) * once**hits * (1 - once) ** (items - hits) for hits in range(items + 1)]
    earned = (matching_checker.credit(hits, items - hits, items) for hits in range(items + 1))
    return sum((chance * share for chance, share in zip(chances, earned, strict=True)), Fraction(0))


@lru_cache(maxsize=256)
def ordering(options: int) -> Fraction:
    """An order of so many options: how many orders have so many pairs the wrong way round."""
    orders = [1]
    for size in range(2, options + 1):
        longer = [0] * (len(orders) + size - 1)
        for inversions, count in enumerate(orders):
            for more in range(size):
                longer[inversions + more] += count
        orders = longer
    earned = sum((count * ordering_checker.credit(wrong, options) for wrong, count in enumerate(orders)), Fraction(0))
    return earned / factorial(options)


def most_frequent(answers: Iterable[str]) -> Fraction:
    """The share of the answer that is most frequent."""
    counts = Counter(answers)
    return Fraction(max(counts.values()), counts.total()) if counts else Fraction(0)


def _derangements(size: int) -> int:
    return sum((-1) ** k * factorial(size) // factorial(k) for k in range(size + 1))
