"""The reference answers for what is lent, and for nothing that could hurt the process that it lives in."""

import numpy as np
import pytest

from grader.judge.carrying import MAX_ENTRIES, Reluctance, answer
from grader.trees import Opaque
from tests.course.support import oracle

ORACLE = oracle("hw01_backprop")
LENT = frozenset({"linear_forward", "sigmoid"})


def test_it_answers_as_the_reference_does() -> None:
    x, w, b = np.ones((2, 3)), np.ones((3, 4)), np.zeros(4)
    np.testing.assert_array_equal(answer(ORACLE, LENT, "linear_forward", [x, w], {"b": b}), np.full((2, 4), 3.0))


@pytest.mark.parametrize("name", ["relu", "__import__", "np", "", "MLP"])
def test_it_answers_for_nothing_else(name: str) -> None:
    with pytest.raises(Reluctance, match="is not lent"):
        answer(ORACLE, LENT, name, [], {})


@pytest.mark.parametrize("argument", [np.zeros(MAX_ENTRIES + 1), [np.zeros((MAX_ENTRIES, 2))], Opaque("function")])
def test_it_takes_no_argument_that_could_hurt(argument: object) -> None:
    with pytest.raises(Reluctance, match="plain arrays of at most"):
        answer(ORACLE, LENT, "sigmoid", [argument], {})


@pytest.mark.parametrize("arguments", [[], ["text"], [None], [np.zeros(2), np.zeros(2), np.zeros(2)]])
def test_arguments_that_it_cannot_take_are_told_to_the_student_s_code(arguments: list[object]) -> None:
    with pytest.raises(ValueError, match="sigmoid: "):
        answer(ORACLE, LENT, "sigmoid", arguments, {})
