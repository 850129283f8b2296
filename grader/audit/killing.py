"""Grades mutants as submissions are graded, in the sandbox, and says which cases noticed them."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from grader.audit.bench import Bench, Plan, open_bench
from grader.audit.mutants import Mutant
from grader.errors import GraderError
from grader.model import Case, Observation, Submission, Verdict
from grader.sandbox import Call, ForkSandbox

COSTLY_SECONDS = 0.03
"""A case that takes longer is run only on what the others have not noticed."""

HANG_SECONDS = 0.3
"""Processor time after which a case is taken to hang, or ten times what the reference needs; the wall-clock limit of
the sandbox is a multiple of it.  A student has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One mutant, and the cases that can notice it, the likely ones first, with the seconds the reference takes."""

    mutant: Mutant
    cases: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What came of one mutant.

    noticed: the cases that did not pass; whole: whether every case was tried that can notice it,
    costly ones apart.
    troubles: how checkers failed over what it showed, which is a fault of ours.
    """

    mutant: Mutant
    noticed: tuple[str, ...]
    whole: bool
    troubles: tuple[str, ...] = ()


def kill(plan: Plan, trials: Sequence[Trial]) -> list[Kill]:
    """Tries mutants one after another in one sandbox, and the reference before and after them.

    `GraderError` if the reference is noticed there: whatever fails it would have killed the mutants, too.
    """
    bench = open_bench(plan.course, plan.name)
    cases = {case.name: case for case in bench.material.cases}
    used = {name: seconds for trial in trials for name, seconds in trial.cases}
    shortened = [_shortened(cases[name], seconds) for name, seconds in used.items()]
    with closing(bench.sandbox()) as sandbox:
        sandbox.start()
        _control(bench, sandbox, shortened)
        kills = [_kill(bench, sandbox, trial, cases, plan.quick) for trial in trials]
        _control(bench, sandbox, shortened)
        return kills


def _control(bench: Bench, sandbox: ForkSandbox, cases: Sequence[Case]) -> None:
    solution = bench.material.solution
    for case, verdict, detail in _verdicts(bench, sandbox, solution.read_text(encoding="utf-8"), cases):
        if verdict is not Verdict.PASSED:
            raise GraderError(
                f"{solution}: fails {case.name} in the sandbox ({verdict} {detail}), so that no mutant can be trusted: "
                "if the files did not just change, look into the case, the checker and the sandbox"
            )


def _kill(bench: Bench, sandbox: ForkSandbox, trial: Trial, cases: Mapping[str, Case], quick: bool) -> Kill:
    noticed: list[str] = []
    troubles: list[str] = []
    whole = True
    for costly in (False, True):
        chosen = [_shortened(cases[name], seconds) for name, seconds in trial.cases if _is_costly(seconds) == costly]
        if not chosen or (costly and noticed):
            continue
        for case, verdict, detail in _verdicts(bench, sandbox, trial.mutant.source, chosen):
            if verdict is Verdict.GRADER_ERROR:
                troubles.append(f"{case.name}: {detail}")
            elif verdict is not Verdict.PASSED:
                noticed.append(case.name)
                if quick or verdict is Verdict.TIMED_OUT:  # what hangs once would hang in most cases
                    whole = False
                    break
    return Kill(mutant=trial.mutant, noticed=tuple(noticed), whole=whole, troubles=tuple(troubles))


def _verdicts(
    bench: Bench, sandbox: ForkSandbox, source: str, chosen: Sequence[Case]
) -> Iterator[tuple[Case, Verdict, str]]:
    calls = [Call(case=case, seed=bench.seed(case, 0)) for case in chosen]
    with closing(_seen(sandbox, bench.submission(source), calls)) as seen:
        for call, observation in zip(calls, seen, strict=False):
            outcome = bench.verdict(call.case, observation)
            yield call.case, outcome.verdict, outcome.detail


def _seen(sandbox: ForkSandbox, submission: Submission, calls: Sequence[Call]) -> Generator[Observation, None, None]:
    """The observations, from a generator that can be closed early."""
    yield from sandbox.observe(submission, calls)


def _is_costly(seconds: float) -> bool:
    return seconds > COSTLY_SECONDS


def _shortened(case: Case, seconds: float) -> Case:
    limit = min(case.limits.seconds, max(HANG_SECONDS, 10 * seconds))
    return replace(case, limits=replace(case.limits, seconds=limit))
