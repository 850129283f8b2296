"""An appeal: the cases of one submission once more, with the same inputs, and everything that was seen and expected.

Inputs are drawn from the course's secret and the names involved, so they are the same as on the day of grading, without
having been stored anywhere.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from grader.autograde.submission import calls_of
from grader.judge import Oracle, judge, placed
from grader.model import Case, Observation, Outcome, Submission
from grader.sandbox import Sandbox


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
    every = calls_of(oracle.material, submission, secret)
    calls = [call for call in every if not names or call.case.name in names]
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
