"""What guessing earns, against trying every guess there is."""

from fractions import Fraction
from itertools import permutations, product

import pytest

from grader.audit import guessing
from grader.checkers import builtin
from grader.model import Tree


def earned(kind: str, guess: Tree, right: Tree) -> Fraction:
    difference = builtin(kind)({"answer": guess}, {"answer": right})
    return Fraction(1) if difference is None else difference.credit


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


@pytest.mark.parametrize(("right", "options"), [(1, 3), (2, 4), (2, 5), (3, 5), (3, 4)])
def test_choices(right: int, options: int) -> None:
    keys = [str(option) for option in range(options)]
    by_coin = [
        [key for key, taken in zip(keys, coins, strict=True) if taken] for coins in product((0, 1), repeat=options)
    ]
    ways = [by_coin, [[key] for key in keys], [keys]]
    best = max(mean([earned("choices", guess, keys[:right]) for guess in way]) for way in ways)
    assert guessing.choices(right, options) == best


@pytest.mark.parametrize(("items", "options"), [(2, 2), (3, 3), (4, 4), (5, 5), (3, 4), (2, 5)])
def test_matching(items: int, options: int) -> None:
    keys = range(options)
    guesses = permutations(keys) if items == options else product(keys, repeat=items)
    right = {str(item): str(item) for item in range(items)}
    every = [{str(item): str(option) for item, option in enumerate(guess)} for guess in guesses]
    assert guessing.matching(items, options) == mean([earned("matching", guess, right) for guess in every])


@pytest.mark.parametrize("options", [2, 3, 4, 5, 6])
def test_ordering(options: int) -> None:
    right = [str(option) for option in range(options)]
    assert guessing.ordering(options) == mean([earned("ordering", list(guess), right) for guess in permutations(right)])


def test_what_is_typed_freely() -> None:
    assert guessing.most_frequent(["1", "2", "2", "3"]) == Fraction(1, 2)
    assert guessing.most_frequent([]) == 0
    assert guessing.choice(4) == Fraction(1, 4)
