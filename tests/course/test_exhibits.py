"""The pictures of the course: drawable, the same each time, and showing at least some of the known mistakes."""

from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from grader.exhibits import picture, problem
from grader.folders import read_exhibits
from grader.judge import draw_seed
from grader.model import Exhibit, Picture
from grader.observe import load, observe
from grader.reports.drawing import draw
from tests.course.support import ROOT, mistakes, reference

HOMEWORKS = ("hw01_backprop", "hw02_regularization", "hw03_optimizers", "hw04_training")
EXHIBITS = [(name, exhibit) for name in HOMEWORKS for exhibit in read_exhibits(ROOT / "assignments" / name)]
ACCEPTED = [path for name in HOMEWORKS for path in sorted((ROOT / "assignments" / name / "accepted").glob("*.py"))]


def shown(name: str, exhibit: Exhibit, module: ModuleType) -> object:
    """What the exhibit sees of a module, with the inputs that everybody gets; None where it fails."""
    return observe(exhibit.case, module, draw_seed(b"", name, "", exhibit.case)).value


def test_the_pictures_that_the_lectures_call_for_are_there() -> None:
    assert {(name, exhibit.kind) for name, exhibit in EXHIBITS} == {
        ("hw01_backprop", "curves"),
        ("hw02_regularization", "mask"),
        ("hw02_regularization", "histograms"),
        ("hw03_optimizers", "path"),
        ("hw04_training", "mask"),
        ("hw04_training", "histograms"),
        ("hw04_training", "curves"),
        ("hw04_training", "path"),
        ("hw04_training", "history"),
        ("hw04_training", "regions"),
    }


@cache
def shown_mistakes(name: str, title: str) -> dict[str, Picture | None]:
    """What is kept of an exhibit for each known mistake of its task: nothing where it fails or is not to be seen."""
    (exhibit,) = (one for owner, one in EXHIBITS if (owner, one.case.name) == (name, title))
    right = shown(name, exhibit, reference(name))
    kept = {}
    for mistake in (one for one in mistakes(name) if one.task == exhibit.case.task):
        module = reference(name)
        mistake.apply(module)
        seen = shown(name, exhibit, module)
        kept[mistake.name] = picture(exhibit, seen, right) if seen is not None else None
    return kept


@pytest.mark.parametrize(("name", "exhibit"), EXHIBITS, ids=lambda one: one if isinstance(one, str) else one.case.name)
def test_a_picture_shows_known_mistakes_and_nothing_where_all_is_right(name: str, exhibit: Exhibit) -> None:
    right = shown(name, exhibit, reference(name))
    assert problem(exhibit, right) == ""
    assert picture(exhibit, shown(name, exhibit, reference(name)), right) is None
    told = [one for one in shown_mistakes(name, exhibit.case.name).values() if one is not None]
    assert len(told) >= 3
    drawn = draw(told[0])
    assert drawn is not None and drawn.panels


@pytest.mark.parametrize(("name", "task"), sorted({(name, exhibit.case.task) for name, exhibit in EXHIBITS}))
def test_the_pictures_of_a_task_show_a_quarter_of_its_known_mistakes(name: str, task: str) -> None:
    kept = [shown_mistakes(name, one.case.name) for owner, one in EXHIBITS if (owner, one.case.task) == (name, task)]
    told = {mistake for pictures in kept for mistake, one in pictures.items() if one is not None}
    assert len(told) >= len(kept[0]) / 4


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_right_answer_by_another_road_looks_like_the_right_one(path: Path) -> None:
    name = path.parts[-3]
    for exhibit in (one for owner, one in EXHIBITS if owner == name):
        module, _ = load(path.read_text(encoding="utf-8"), "submission.py")
        seen = shown(name, exhibit, module)
        assert seen is not None, exhibit.case.name
        assert picture(exhibit, seen, shown(name, exhibit, reference(name))) is None, exhibit.case.name


@pytest.mark.parametrize(
    ("exhibit", "mistake"),
    [
        ("dropout_in_evaluation", "active_in_evaluation"),
        ("running_statistics", "momentum_weighs_the_old_value"),
        ("function_of_a_network", "no_activations"),
        ("weights_that_decay", "decay_in_the_gradient"),
        ("weights_that_decay", "settings_of_the_constructor"),
        ("loss_by_epoch", "gradients_never_cleared"),
        ("one_network_ten_times", "no_evaluation_mode"),
        ("where_training_stops", "best_weights_are_the_last"),
        ("where_training_stops", "restored_only_when_stopped"),
        ("where_training_stops", "equal_is_an_improvement"),
        ("map_of_verdicts", "gap_without_sign"),
    ],
)
def test_what_homework_4_is_about_is_seen(exhibit: str, mistake: str) -> None:
    assert shown_mistakes("hw04_training", exhibit)[mistake] is not None
