"""A few of the demo's class in Otter and here; `make parity` compares all of it."""

import pytest

from grader.course import load
from tests.course.otter_parity import CLASS, compare
from tests.course.support import ROOT


@pytest.mark.parametrize(
    ("assignment", "student"),
    [
        ("hw01_backprop", "volkov_r"),  # a task that fails because another one does
        ("hw02_regularization", "golubeva_v"),  # backward passes that are half right
    ],
)
def test_otter_finds_what_we_find(assignment: str, student: str) -> None:
    """Case by case, and so point by point."""
    (one,) = compare(load(ROOT / "course.toml", CLASS / "roster.csv"), assignment, [student])
    assert one.differing == ()
    assert one.otter == one.ours
    assert 0 < one.ours < 100
