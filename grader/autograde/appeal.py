"""An appeal: the cases of one submission once more, with the same inputs, and everything that was seen and expected.

Inputs are drawn from the course's secret and the names involved, so they are the same as on the day of grading, without
having been stored anywhere.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from grader.judge import Oracle, draw_seed, judge, placed
from grader.model import Case, Observation, Outcome, Submission
from grader.sandbox import Call, Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """One case heard again: the seed of its inputs, what the submission showed, what the reference shows."""

    case: Case
    seed: int
    observed: Observation
    expected: Observation
    outcome: Outcome


def hear(
    oracle: Oracle, sandbox: Sandbox, submission: Submission, secret: bytes, names: Collection[str] = ()
) -> Iterator[Hearing]:
    """Hears the named cases, or all; `submission` must have a source."""
    material = oracle.material
    forbids = {task.name: task.forbids for task in material.assignment.tasks}
    calls = [
        Call(
            case=case,
            seed=draw_seed(secret, submission.assignment, submission.student, case),
            forbids=forbids[case.task],
        )
        for case in material.cases
        if not names or case.name in names
    ]
    for call, observed in zip(calls, sandbox.observe(submission, calls), strict=True):
        expected = oracle.expected(call.case, call.seed)
        outcome = judge(call.case, observed, expected, oracle.checker(call.case))
        yield Hearing(
            case=call.case,
            seed=call.seed,
            observed=observed,
            expected=expected,
            outcome=placed(outcome, submission.line_map),
        )
