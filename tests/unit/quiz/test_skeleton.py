"""Lines of code in the place that the skeleton keeps for them."""

import pytest

from grader import questions
from grader.quiz import fill

SKELETON = """\
def scaled(x, p):
    # here
    {answer}
    return out
"""


@pytest.mark.parametrize(
    "typed",
    [
        "out = x\nout /= 1 - p",
        "    out = x\n    out /= 1 - p\n",
        "\n\n\tout = x\n\tout /= 1 - p\n\n",
        "```python\nout = x\nout /= 1 - p\n```",
    ],
)
def test_lines_are_indented_as_their_place_is(typed: str) -> None:
    filled = fill(SKELETON, typed)
    assert filled.source == SKELETON.replace("{answer}", "out = x\n    out /= 1 - p")
    assert [filled.own_line(line) for line in (None, 1, 2, 3, 4, 5)] == [None, None, None, 1, 2, None]


def test_deeper_lines_stay_deeper_and_braces_are_left_alone() -> None:
    filled = fill(SKELETON, "out = {}\nif p:\n  out = {'{answer}': x}")
    assert "    if p:\n      out = {'{answer}': x}\n    return out" in filled.source


def test_a_place_within_a_line_and_one_at_the_top() -> None:
    filled = fill("a = 1\nout = {answer} + 1\n", "2 *\\\n3")
    assert filled.source == "a = 1\nout = 2 *\\\n3 + 1\n"
    assert (filled.own_line(2), filled.own_line(3), filled.own_line(1)) == (1, 2, None)
    assert fill("{answer}\n", "x = 1").own_line(1) == 1


def test_nothing_typed_is_no_line() -> None:
    assert fill(SKELETON, " \n\t\n").source == SKELETON.replace("{answer}", "")


@pytest.mark.parametrize("skeleton", ["return x", "{answer} {answer}"])
def test_a_skeleton_has_one_place(skeleton: str) -> None:
    with pytest.raises(ValueError, match="once"):
        questions.code(skeleton=skeleton)
