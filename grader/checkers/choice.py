"""One of several options."""

from grader.checkers import _answers
from grader.model import Difference, Tree


def check(observed: Tree, expected: Tree) -> Difference | None:
    """Whether it is the right one; both are told by the keys of options."""
    if not isinstance(expected["answer"], str):
        raise ValueError(f"the answer is {expected['answer']!r}, not the key of an option")
    difference = _answers.not_read(observed)
    if difference is not None:
        return difference
    if observed["answer"] == expected["answer"]:
        return None
    return Difference(
        kind="answer", path="value", observed=str(observed["answer"])[:40], expected=str(expected["answer"])[:40]
    )
