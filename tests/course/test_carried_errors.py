"""A mistake in an early task costs a later one only what its author says, and the student is told whose it is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from grader import messages
from grader.autograde import Autograder
from grader.course import load
from grader.gradebook import MemoryGradebook
from grader.model import Run, Submission, TaskScore
from grader.sandbox import strongest
from tests.course.support import ROOT

NAME = "hw01_backprop"


def graded(sources: dict[str, str]) -> Iterator[tuple[str, dict[str, TaskScore]]]:
    folder = load(ROOT / "course.toml")
    submissions = [
        Submission(student=student, assignment=NAME, path=f"{NAME}.py", source=source, digest=student)
        for student, source in sources.items()
    ]
    run = Run(id="run", started=datetime.now(UTC), grader="", course=folder.course, isolation="", versions={})
    grader = Autograder({NAME: folder.material(NAME)}, folder.course, b"carried", wall=strongest())
    for one in grader.grade(submissions, MemoryGradebook(), run):
        yield one.card.student, {task.task: task for task in one.card.tasks}


def replaced(old: str, new: str) -> str:
    source = (ROOT / "solutions" / f"{NAME}.py").read_text(encoding="utf-8")
    assert source.count(old) == 1
    return source.replace(old, new)


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, TaskScore]]:
    linear = ("    return x @ w + b\n", "    return x @ w - b\n")
    own = replaced(*linear).replace(
        "            out = z if layer == last else forward(z)\n", "            out = z + 1\n"
    )
    return dict(
        graded(
            {
                "whole": replaced("    return x @ w + b\n", "    return x @ w + b\n"),
                "linear": replaced(*linear),
                "sigmoid": replaced("    return dout * out * (1 - out)\n", "    return dout * out * (1 + out)\n"),
                "own_too": own,
            }
        )
    )


def test_a_right_answer_is_graded_once(scores: dict[str, dict[str, TaskScore]]) -> None:
    assert all(task.carried is None and task.points == task.max_points for task in scores["whole"].values())


@pytest.mark.parametrize("earlier", ["linear", "sigmoid"])
def test_a_task_that_is_right_on_a_right_foundation_earns_its_share(
    earlier: str, scores: dict[str, dict[str, TaskScore]]
) -> None:
    mlp = scores[earlier]["mlp"]
    assert mlp.carried is not None
    assert mlp.carried.tasks == (earlier,)
    assert mlp.carried.points == mlp.max_points
    assert mlp.points == max(mlp.max_points / 2, sum(o.earned for o in mlp.outcomes))
    assert scores[earlier][earlier].carried is None
    assert scores[earlier][earlier].points < scores[earlier][earlier].max_points


def test_the_own_functions_are_back_where_nothing_is_lent(scores: dict[str, dict[str, TaskScore]]) -> None:
    assert scores["linear"]["sigmoid"].points == scores["linear"]["sigmoid"].max_points


def test_a_mistake_of_its_own_is_not_carried(scores: dict[str, dict[str, TaskScore]]) -> None:
    mlp = scores["own_too"]["mlp"]
    assert mlp.points == Fraction(0)
    assert mlp.carried is None


def test_the_student_is_told_in_both_languages() -> None:
    for language in ("ru", "en"):
        said = messages.phrase("carried", language, tasks="`linear`", points="20", maximum="20", credited="10")
        assert "`linear`" in said
        assert "20" in said
