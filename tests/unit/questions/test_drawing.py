"""What questions are drawn with: what it gives, and how it moves the generator, for papers that were handed out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.questions import pick, redrawn, short, shuffled, signs, unseen


def generator(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(st.integers(0, 2**32), st.lists(st.integers() | st.text(), min_size=1, max_size=8))
def test_each_moves_the_generator_by_one_draw_that_is_told(seed: int, values: list[int | str]) -> None:
    rng, known = generator(seed), generator(seed)
    assert pick(rng, values) is values[known.integers(len(values))]
    assert shuffled(rng, values, 3) == [values[index] for index in known.permutation(len(values))][:3]
    assert signs(rng, 4) == known.choice([-1, 1], 4).tolist()
    assert rng.bit_generator.state == known.bit_generator.state


@given(st.integers(0, 2**32), st.lists(st.integers(), max_size=8))
def test_all_are_there_in_another_order(seed: int, values: list[int]) -> None:
    assert sorted(shuffled(generator(seed), values)) == sorted(values)


def test_is_drawn_again_until_it_is_good() -> None:
    draws = iter([(1, 2), (3, 4), (5, 6), (7, 8)])
    assert redrawn(lambda: next(draws), lambda a, b: a * b > 12) == (5, 6)


@pytest.mark.parametrize(
    ("answers", "given", "good"),
    [
        ([1.0, 2.0], [3.0], True),
        ([1.0, -1.0], [3.0], False),
        ([1.0, 1.005], [3.0], False),
        ([1.0], [-0.995], False),
        ([0.0], [3.0], False),
        ([], [3.0], True),
    ],
)
def test_an_answer_near_another_or_near_what_is_given_is_seen(
    answers: list[float], given: list[float], good: bool
) -> None:
    assert unseen(answers, given) is good


def test_the_dust_of_binary_fractions_is_left_out() -> None:
    assert short(0.1 + 0.2) == 0.3
    tidied = short(np.array([0.1 + 0.2, -1e-12]))
    assert tidied.tolist() == [0.3, 0.0]
    assert not np.signbit(tidied).any()
