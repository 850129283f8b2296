"""The reference behind the wall, before any submission is: a case that cannot run there would fail everybody.

The worker that has seen the reference is thrown away: a student's code never runs in a child of it.
"""

from collections.abc import Sequence
from contextlib import closing

from grader.errors import GraderError
from grader.judge import Oracle, draw_seed
from grader.model import Submission
from grader.sandbox import Call, ForkSandbox, Wall


def self_test(oracle: Oracle, libraries: Sequence[str], secret: bytes, wall: Wall) -> None:
    """`GraderError` names the first case that shows something of the reference in the open and nothing there."""
    material = oracle.material
    name = material.assignment.name
    source = material.solution.read_text(encoding="utf-8")
    reference = Submission(student="", assignment=name, path=f"{name}.py", source=source, digest="")
    cases = [*(case for case in material.cases if not case.draws), *(exhibit.case for exhibit in material.exhibits)]
    calls = [Call(case=case, seed=draw_seed(secret, name, "", case)) for case in cases]
    with closing(ForkSandbox(material.folder, libraries, wall)) as sandbox:
        for call, seen in zip(calls, sandbox.observe(reference, calls), strict=True):
            if seen.failure is not None and oracle.expected(call.case, call.seed).failure is None:
                raise GraderError(
                    f"{material.folder}: case {call.case.name} does not run in the sandbox, not even on the reference: "
                    f"{seen.failure} {seen.detail}: no file of the course is in reach there, read data when the module "
                    "of the case is imported"
                )
