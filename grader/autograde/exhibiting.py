"""The pictures of a submission: the exhibits of the tasks that lost points, on the student's code and on the reference.

They run in a child of their own, after the cases: one that had been asked a hidden case could draw its inputs, and a
picture is shown to the student.
"""

from collections.abc import Iterator, Sequence

from grader import exhibits
from grader.judge import Oracle, draw_seed
from grader.model import Picture, Submission, TaskScore, Verdict
from grader.sandbox import Call, Sandbox

UNFIT = frozenset(
    {
        Verdict.GRADER_ERROR,
        Verdict.FORBIDDEN,
        Verdict.CRASHED,
        Verdict.OUT_OF_MEMORY,
        Verdict.TIMED_OUT,
        Verdict.OUTPUT_LIMIT,
        Verdict.MISSING,
        Verdict.SKIPPED,
    }
)
"""A task with such an outcome is not exhibited: there is nothing to see, or it would cost its time once more."""


def pictures_of(
    oracle: Oracle, sandbox: Sandbox, submission: Submission, scores: Sequence[TaskScore]
) -> tuple[Picture, ...]:
    """A picture for each exhibit on which the submission is visibly apart from the reference; none where we fail."""
    try:
        return tuple(_pictures(oracle, sandbox, submission, scores))
    except Exception:  # noqa: BLE001 - whatever goes wrong with a picture must not touch a grade
        return ()


def _pictures(
    oracle: Oracle, sandbox: Sandbox, submission: Submission, scores: Sequence[TaskScore]
) -> Iterator[Picture]:
    material = oracle.material
    tasks = {score.task for score in scores if _is_worth_a_picture(score)}
    shown = [exhibit for exhibit in material.exhibits if exhibit.case.task in tasks]
    if submission.source is None or not shown:
        return
    forbids = {task.name: task.forbids for task in material.assignment.tasks}
    calls = [
        # Public: the same for all, and drawn from no secret.
        Call(
            case=exhibit.case,
            seed=draw_seed(b"", submission.assignment, "", exhibit.case),
            forbids=forbids[exhibit.case.task],
        )
        for exhibit in shown
    ]
    for exhibit, call, observed in zip(shown, calls, sandbox.observe(submission, calls), strict=True):
        if observed.failure is None:  # a failure is told by the cases
            expected = oracle.expected(call.case, call.seed)
            picture = exhibits.picture(exhibit, observed.value, expected.value)
            if picture is not None:
                yield picture


def _is_worth_a_picture(score: TaskScore) -> bool:
    verdicts = {outcome.verdict for outcome in score.outcomes}
    return verdicts != {Verdict.PASSED} and not verdicts & UNFIT
