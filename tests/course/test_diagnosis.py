"""Known mistakes are recognised in other hands, and nothing is said of what is right or not known.

Each file in `rewritten/` is what a student might hand in, written without a look at how the mistake is made for the
bank.  Its first line says what must be found: `# mistake: task.name`, `# mistake: task.name + other`, or
`# mistake: none` where the mistake is not a known one.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.judge import Seen, diagnose, draw_seed, judge
from grader.model import Case, Verdict
from grader.observe import load, observe
from tests.course.support import ROOT, material, oracle

FOLDER = Path(__file__).with_name("rewritten")
ASSIGNMENTS = sorted(path.name for path in FOLDER.iterdir())
SECRET = b"the inputs of these are no secret"
STUDENTS = ("first", "second")
"""Whose inputs are drawn; `grader audit` asks the bank itself with the inputs of many more."""

SLOW = frozenset({"training", "digits"})
"""Tasks whose cases train networks: seen with the inputs of one student."""

HEAD = re.compile(r"# mistake: (?:none|(\w+)\.(\w+(?: \+ \w+)?))$")


def right() -> Iterator[Any]:
    for name in ASSIGNMENTS:
        yield pytest.param(name, material(name).solution, id=f"{name}-reference")
        for path in sorted((ROOT / "assignments" / name / "accepted").glob("*.py")):
            yield pytest.param(name, path, id=f"{name}-{path.stem}")


@cache
def claim(path: Path) -> tuple[str, str]:
    """The task and what must be found in it; two empty strings where nothing may be found in any."""
    head = HEAD.match(path.read_text(encoding="utf-8").partition("\n")[0])
    assert head, f"{path}: the first line does not say which mistake it is"
    return head[1] or "", head[2] or ""


def rewritten() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*/*.py")):
        for student in STUDENTS[:1] if claim(path)[0] in SLOW else STUDENTS:
            yield pytest.param(path, student, id=f"{path.parent.name}-{path.stem}-{student}")


def looked_at(name: str, path: Path, student: str, only: str = "") -> Mapping[str, list[Seen]]:
    """What every case sees of a file, by task (of one task, if named), with the inputs of one student."""
    module, failure = load(path.read_text(encoding="utf-8"), str(path))
    assert failure is None, failure
    tasks = [task.name for task in material(name).assignment.tasks if only in ("", task.name)]
    slow = SLOW if student != STUDENTS[0] else frozenset()
    return {
        task: [look(name, module, case, student) for case in material(name).cases_of(task)]
        for task in tasks
        if task not in slow
    }


def look(name: str, module: Any, case: Case, student: str) -> Seen:
    """One case as the grader sees it, without a sandbox between."""
    truth, seed = oracle(name), draw_seed(SECRET, name, student, case)
    observation = observe(case, module, seed)
    outcome = judge(case, observation, truth.expected(case, seed), truth.checker(case))
    return Seen(case=case, seed=seed, observation=observation, outcome=outcome)


def diagnosis(name: str, task: str, seen: list[Seen]) -> str:
    found = diagnose(oracle(name), task, seen)
    return found.mistake if found else ""


def written(seen: list[Seen]) -> bool:
    """Whether a task was worked on at all: the files leave out what is not their matter."""
    return any(one.outcome.verdict is not Verdict.MISSING for one in seen)


@pytest.mark.parametrize(("path", "student"), list(rewritten()))
def test_a_mistake_in_another_hand_is_diagnosed_as_itself(path: Path, student: str) -> None:
    name, (task, mistake) = path.parent.name, claim(path)
    seen = looked_at(name, path, student, only=task)
    if task:
        assert diagnosis(name, task, seen[task]) == mistake
    else:
        worked_on = [of for of, cases in seen.items() if written(cases)]
        wrong = [of for of in worked_on if any(one.outcome.verdict is not Verdict.PASSED for one in seen[of])]
        assert wrong, "there is nothing wrong with it"
        assert {of: diagnosis(name, of, seen[of]) for of in wrong} == dict.fromkeys(wrong, "")


@pytest.mark.parametrize(("name", "path"), list(right()))
def test_nothing_is_said_of_a_right_answer(name: str, path: Path) -> None:
    """That it passes, for other inputs and where networks are trained, too, `test_every_assignment` says already."""
    for task, seen in looked_at(name, path, STUDENTS[1]).items():
        assert [one.case.name for one in seen if one.outcome.verdict is not Verdict.PASSED] == []
        assert diagnosis(name, task, seen) == ""


def test_many_mistakes_were_rewritten() -> None:
    """Every task has one, and the bank knows all that the files speak of."""
    claims = [(path.parent.name, *claim(path)) for path in FOLDER.glob("*/*.py")]
    single = {(name, task, mistake) for name, task, mistake in claims if task and " + " not in mistake}
    assert len(single) >= 32
    assert sum(" + " in mistake for _, _, mistake in claims) >= 4
    assert sum(not task for _, task, _ in claims) >= 6
    known = {(name, mistake.task, mistake.name) for name in ASSIGNMENTS for mistake in material(name).mistakes}
    assert {(name, task, one) for name, task, both in claims if task for one in both.split(" + ")} <= known
    assert {(name, task) for name, task, _ in single} == {(name, task) for name, task, _ in known}
