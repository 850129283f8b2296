"""A class with hostile members: the large one is a benchmark, this is a small one of the same making."""

import pytest

from grader.errors import GraderError
from grader.sandbox import choose_wall
from tests.benchmarks import hostile_class


def test_the_honest_get_what_they_get_alone() -> None:
    try:
        wall = choose_wall("strict")
    except GraderError as error:
        pytest.skip(str(error))
    result = hostile_class.run(40, jobs=2, wall=wall, hands=8)
    assert (result.size, result.hostile) == (40, 4)
    assert not result.injured
    assert not result.held
    assert not result.harms
