"""The reference, graded behind the wall like a submission, before any submission is: what fails it would fail everybody.

The worker that has seen the reference is thrown away: a student's code never runs in a child of it.
"""

from collections.abc import Sequence
from contextlib import closing

from grader.errors import GraderError
from grader.judge import Oracle, draw_seed, judge
from grader.model import Outcome, Submission, Verdict
from grader.sandbox import Call, ForkSandbox, Wall


def self_test(oracle: Oracle, libraries: Sequence[str], secret: bytes, wall: Wall) -> None:
    """`GraderError` names the first case that the reference does not pass there, and why."""
    material = oracle.material
    name = material.assignment.name
    source = material.solution.read_text(encoding="utf-8")
    reference = Submission(student="", assignment=name, path=f"{name}.py", source=source, digest="")
    calls = [Call(case=case, seed=draw_seed(secret, name, "", case)) for case in material.cases]
    with closing(ForkSandbox(material.folder, libraries, wall)) as sandbox:
        for call, seen in zip(calls, sandbox.observe(reference, calls), strict=True):
            outcome = judge(call.case, seen, oracle.expected(call.case, call.seed), oracle.checker(call.case))
            if outcome.verdict is not Verdict.PASSED:
                raise GraderError(
                    f"{material.folder}: case {call.case.name}: the reference fails it in the sandbox, and so would "
                    f"everybody: {_why(outcome)}; files of the course are out of reach there: read data when the "
                    "module of the case is imported"
                )


def _why(outcome: Outcome) -> str:
    return outcome.detail or (outcome.difference.kind if outcome.difference else outcome.verdict.value)
