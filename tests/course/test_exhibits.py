"""The pictures of the course: drawable, the same each time, and showing at least some of the known mistakes."""

from types import ModuleType

import pytest

from grader.exhibits import picture, problem
from grader.folders import read_exhibits
from grader.judge import draw_seed
from grader.model import Exhibit
from grader.observe import observe
from grader.reports.drawing import draw
from tests.course.support import ROOT, mistakes, reference

HOMEWORKS = ("hw01_backprop", "hw02_regularization", "hw03_optimizers")
EXHIBITS = [(name, exhibit) for name in HOMEWORKS for exhibit in read_exhibits(ROOT / "assignments" / name)]


def shown(name: str, exhibit: Exhibit, module: ModuleType) -> object:
    """What the exhibit sees of a module, with the inputs that everybody gets; None where it fails."""
    return observe(exhibit.case, module, draw_seed(b"", name, "", exhibit.case)).value


def test_the_pictures_that_the_lectures_call_for_are_there() -> None:
    assert {(name, exhibit.kind) for name, exhibit in EXHIBITS} == {
        ("hw01_backprop", "curves"),
        ("hw02_regularization", "mask"),
        ("hw02_regularization", "histograms"),
        ("hw03_optimizers", "path"),
    }


@pytest.mark.parametrize(("name", "exhibit"), EXHIBITS, ids=lambda one: one if isinstance(one, str) else one.case.name)
def test_a_picture_shows_known_mistakes_and_nothing_where_all_is_right(name: str, exhibit: Exhibit) -> None:
    right = shown(name, exhibit, reference(name))
    assert problem(exhibit, right) == ""
    assert picture(exhibit, shown(name, exhibit, reference(name)), right) is None
    kept = []
    for mistake in (one for one in mistakes(name) if one.task == exhibit.case.task):
        module = reference(name)
        mistake.apply(module)
        seen = shown(name, exhibit, module)
        kept.append(picture(exhibit, seen, right) if seen is not None else None)
    told = [one for one in kept if one is not None]
    assert len(told) >= len(kept) / 4
    drawn = draw(told[0])
    assert drawn is not None and drawn.panels
