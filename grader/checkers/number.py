"""A real number, to so many significant digits or to within an absolute tolerance."""

from grader.checkers import _answers
from grader.model import Difference, Tree


def check(observed: Tree, expected: Tree, *, significant: int = 3, absolute: float = 0.0) -> Difference | None:
    """Whether it agrees with the answer, as `_answers` says when two numbers do."""
    wanted = _answers.expected_number(expected["answer"])
    difference = _answers.not_read(observed)
    if difference is not None:
        return difference
    number = _answers.as_number(observed["answer"])
    if number is None:
        return Difference(kind="unread", path="number")
    return _answers.wrong_number(number, wanted, significant, absolute)
