"""Grades sources of an assignment in this process: content is tested with content, without a sandbox between."""

from functools import cache
from pathlib import Path
from types import ModuleType

from grader.course import load as load_course
from grader.judge import Oracle, judge
from grader.judge.oracle import reference_module
from grader.model import Case, Material, Mistake, Outcome
from grader.observe import load, observe

ROOT = Path(__file__).parents[2]


@cache
def material(name: str) -> Material:
    """An assignment of this repository, by name."""
    return load_course(ROOT / "course.toml").material(name)


@cache
def oracle(name: str) -> Oracle:
    """The reference's side of an assignment."""
    return Oracle(material(name))


def reference(name: str) -> ModuleType:
    """A fresh copy of the reference."""
    return reference_module(material(name))


def mistakes(name: str) -> tuple[Mistake, ...]:
    """The known mistakes of an assignment."""
    return material(name).mistakes


def grade(name: str, source: str, seed: int = 0, *, costly: bool = True) -> dict[str, Outcome]:
    """The outcome of every case, as "task.case", for a module of this source text; without `costly`, of the quick."""
    module, _ = load(source, "submission.py")
    return grade_module(name, module, seed, costly=costly)


def grade_module(
    name: str, module: ModuleType, seed: int = 0, task: str = "", *, costly: bool = True
) -> dict[str, Outcome]:
    """The outcome of every case (of one task, if named; of those drawn anew for every student, if not `costly`)."""
    return {
        f"{case.task}.{case.name}": judged(name, case, module, seed)
        for case in material(name).cases
        if task in ("", case.task) and (costly or case.fresh)
    }


def judged(name: str, case: Case, module: ModuleType, seed: int) -> Outcome:
    """The outcome of one case for a module."""
    truth = oracle(name)
    return judge(case, observe(case, module, seed), truth.expected(case, seed), truth.checker(case))
