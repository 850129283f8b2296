"""What holds of every assignment: right answers earn everything, no answer earns nothing, mistakes are noticed.

What is peculiar to tests stands in their own files.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from grader.audit.idle import KINDS, idle_module
from grader.course import load as load_course
from grader.judge.oracle import reference_module
from grader.model import Mistake, Verdict
from grader.observe import load
from tests.course.support import ROOT, grade, grade_module, judged, material, mistakes

COURSE = load_course(ROOT / "course.toml").course
ASSIGNMENTS = [one.name for one in COURSE.assignments if one.kind != "external"]
HOMEWORK = [one.name for one in COURSE.assignments if one.kind == "homework"]
SEEDS = (0, 1, 2)


def accepted() -> Iterator[Any]:
    for name in HOMEWORK:
        for path in sorted((ROOT / "assignments" / name / "accepted").glob("*.py")):
            yield pytest.param(name, path, id=f"{name}-{path.stem}")


def known_mistakes() -> Iterator[Any]:
    for name in HOMEWORK:
        for mistake in mistakes(name):
            yield pytest.param(name, mistake, id=f"{name}-{mistake.task}-{mistake.name}")


@pytest.mark.parametrize("name", ASSIGNMENTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_earns_everything(name: str, seed: int) -> None:
    whole = seed == SEEDS[0]  # what trains has the same inputs for a whole course, and each run tries it with its own
    outcomes = grade(name, material(name).solution.read_text(encoding="utf-8"), seed, costly=whole)
    assert {key: outcome.verdict for key, outcome in outcomes.items() if outcome.credit != 1} == {}
    if whole:
        assert sum(outcome.earned for outcome in outcomes.values()) == material(name).assignment.points


@pytest.mark.parametrize("name", HOMEWORK)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_an_untouched_template_earns_nothing(name: str, language: str) -> None:
    path = ROOT / "student_templates" / language / name / f"{name}.py"
    outcomes = grade(name, path.read_text(encoding="utf-8"))
    assert {outcome.verdict for outcome in outcomes.values()} == {Verdict.MISSING}
    assert sum(outcome.earned for outcome in outcomes.values()) == Fraction(0)


@pytest.mark.parametrize("name", HOMEWORK)
def test_several_other_right_answers_are_kept(name: str) -> None:
    assert len(list((ROOT / "assignments" / name / "accepted").glob("*.py"))) >= 5


@pytest.mark.parametrize(("name", "path"), list(accepted()))
@pytest.mark.parametrize("seed", SEEDS)
def test_another_right_answer_earns_everything(name: str, path: Any, seed: int) -> None:
    outcomes = grade(name, path.read_text(encoding="utf-8"), seed, costly=seed == SEEDS[0])
    lost = {key: (o.verdict, o.detail, o.difference) for key, o in outcomes.items() if o.credit != 1}
    assert lost == {}


@pytest.mark.parametrize("name", HOMEWORK)
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_does_nothing_earns_nothing(name: str, kind: str) -> None:
    outcomes = grade_module(name, idle_module(material(name), kind))
    assert [key for key, outcome in outcomes.items() if outcome.earned] == []


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_empty_module_earns_nothing(name: str) -> None:
    module, _ = load("", "empty.py")
    assert sum(outcome.earned for outcome in grade_module(name, module).values()) == 0


@pytest.mark.parametrize(("name", "mistake"), list(known_mistakes()))
def test_a_known_mistake_fails_a_hidden_case_of_its_task(name: str, mistake: Mistake) -> None:
    hidden = [case for case in material(name).cases_of(mistake.task) if case.visibility == "hidden"]
    hidden.sort(key=lambda case: not case.fresh)
    module = reference_module(material(name))
    mistake.apply(module)
    for seed in SEEDS if hidden[0].fresh else SEEDS[:1]:
        assert any(judged(name, case, module, seed).verdict is not Verdict.PASSED for case in hidden)
