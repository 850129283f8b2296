"""A mistake in an early task costs a later one only what its author says, and the student is told whose it is."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction

import pytest

from grader import messages
from grader.autograde.submission import grade_submission
from grader.judge import Oracle
from grader.model import Submission, TaskScore
from grader.sandbox import ForkSandbox, strongest
from tests.course.support import ROOT, material

NAME, OPTIMIZERS, PYTORCH = "hw01_backprop", "hw03_optimizers", "hw04_training"


def graded(sources: dict[str, str], name: str = NAME) -> Iterator[tuple[str, dict[str, TaskScore]]]:
    """The scores of each source; without a diagnosis, which is not asked for here."""
    oracle = Oracle(replace(material(name), mistakes=()))
    with closing(ForkSandbox(oracle.material.folder, oracle.material.assignment.libraries, strongest())) as sandbox:
        for student, source in sources.items():
            submission = Submission(student=student, assignment=name, path="a.py", source=source, digest=student)
            scores, _ = grade_submission(oracle, sandbox, submission, b"carried")
            yield student, {score.task: score for score in scores}


def replaced(old: str, new: str, name: str = NAME) -> str:
    source = (ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8")
    assert source.count(old) == 1
    return source.replace(old, new)


def holds_half(score: TaskScore, *earlier: str) -> None:
    """The task failed, and is right with the earlier ones lent: half of its points."""
    assert score.carried is not None
    assert score.carried.tasks == earlier
    assert score.carried.points == score.max_points
    assert score.points == max(score.max_points / 2, sum(outcome.earned for outcome in score.outcomes))


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
    holds_half(mlp, earlier)
    assert scores[earlier][earlier].carried is None
    assert scores[earlier][earlier].points < scores[earlier][earlier].max_points


def test_the_own_functions_are_back_where_nothing_is_lent(scores: dict[str, dict[str, TaskScore]]) -> None:
    assert scores["linear"]["sigmoid"].points == scores["linear"]["sigmoid"].max_points


def test_a_mistake_of_its_own_is_not_carried(scores: dict[str, dict[str, TaskScore]]) -> None:
    mlp = scores["own_too"]["mlp"]
    assert mlp.points == Fraction(0)
    assert mlp.carried is None


ADAM = ("            v_hat = v / (1 - beta2**self.t)\n", "            v_hat = v\n")
MOMENTUM = ("            buf *= self.momentum\n", "            buf *= 1 + self.momentum\n")
BATCHES = ("        yield x[batch], y[batch]\n", "        yield x[batch], y[batch[::-1]]\n")
TRAIN = ("            model.zero_grad()\n", "")
OWN_ADAMW = """

class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        Adam.__init__(self, lr=lr, betas=betas, eps=eps)
        self.weight_decay = weight_decay
        self.steps = 0

    def step(self, params, grads):
        self.steps += 1
        rate, kept = self.lr, self.weight_decay
        for w in params:
            w -= rate * kept * w
        Adam.step(self, params, grads)
"""


@pytest.fixture(scope="module")
def optimizers() -> dict[str, dict[str, TaskScore]]:
    both = replaced(*BATCHES, OPTIMIZERS).replace(*TRAIN)
    return dict(
        graded(
            {
                "adam": replaced(*ADAM, OPTIMIZERS),
                "own_adamw": replaced(*ADAM, OPTIMIZERS) + OWN_ADAMW,
                "wrong_adamw": replaced(*ADAM, OPTIMIZERS) + OWN_ADAMW.replace("w -= rate", "w += rate"),
                "momentum": replaced(*MOMENTUM, OPTIMIZERS),
                "batches": replaced(*BATCHES, OPTIMIZERS),
                "both": both,
            },
            OPTIMIZERS,
        )
    )


@pytest.mark.parametrize("student", ["adam", "own_adamw"])
def test_a_class_is_lent_to_the_classes_that_derive_from_it(
    student: str, optimizers: dict[str, dict[str, TaskScore]]
) -> None:
    holds_half(optimizers[student]["adamw"], "adam")


def test_a_derived_class_with_a_mistake_of_its_own_earns_nothing(optimizers: dict[str, dict[str, TaskScore]]) -> None:
    adamw = optimizers["wrong_adamw"]["adamw"]
    assert adamw.carried is None
    assert adamw.points == 0


def test_objects_of_a_lent_class_are_used_by_the_student_s_code(optimizers: dict[str, dict[str, TaskScore]]) -> None:
    holds_half(optimizers["momentum"]["training"], "momentum")


def test_a_generator_is_lent(optimizers: dict[str, dict[str, TaskScore]]) -> None:
    holds_half(optimizers["batches"]["training"], "minibatches")


def test_a_training_loop_with_a_mistake_of_its_own_earns_no_share(
    optimizers: dict[str, dict[str, TaskScore]],
) -> None:
    training = optimizers["both"]["training"]
    assert training.carried is None or training.carried.points < training.max_points
    assert training.points < training.max_points / 2


def test_a_task_that_shares_its_class_with_the_earlier_one_is_graded_once(
    optimizers: dict[str, dict[str, TaskScore]],
) -> None:
    assert optimizers["momentum"]["weight_decay"].carried is None


def test_a_stand_in_of_the_public_library_is_lent_where_nothing_is_plain() -> None:
    pytest.importorskip("torch")
    dropout = ("        if not 0 <= p <= 1:\n", "        if not 0 <= p <= 0:\n")
    adamw = ("                v += (1 - beta2) * (w.grad**2 - v)\n", "                v -= w.grad**2 + 1\n")
    source = replaced(*dropout, PYTORCH).replace(*adamw)
    ((_, scores),) = graded({"both": source}, PYTORCH)
    holds_half(scores["mlp"], "dropout")
    holds_half(scores["digits"], "adamw")


def test_the_student_is_told_in_both_languages() -> None:
    for language in ("ru", "en"):
        said = messages.phrase("carried", language, tasks="`linear`", points="20", maximum="20", credited="10")
        assert "`linear`" in said
        assert "20" in said
