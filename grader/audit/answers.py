"""Whole answers: right ones earn everything, idle ones nothing, wrong ones what they declare."""

import fnmatch
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Literal

from grader.audit.bench import Bench, Plan, open_bench, silent
from grader.audit.idle import KINDS, idle_module
from grader.errors import GraderError
from grader.judge import Seen, diagnose, shortcut
from grader.model import Case, Observation, Outcome, Task, Verdict
from grader.observe import load, observe
from grader.sandbox import Call, ForkSandbox

HANG_SECONDS = 0.1
"""The sandbox waits for a small multiple of it before it ends a case that does not end itself."""

Kind = Literal["right", "idle", "rejected", "carried"]
IDLE = ("empty", *KINDS)
REFERENCE = "reference"

_EXPECT = re.compile(r"#\s*expect:\s*(?P<pattern>\S+)\s*=\s*(?P<verdict>\w+)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one whole answer.

    runs: how many times a case was run on it, over all draws; lost: in how many it did not show what it should.
    faults: what should not be, one sentence each.  right: the tasks where all was as it should be.
    """

    kind: Kind
    name: str
    runs: int
    lost: int
    faults: tuple[str, ...]
    right: tuple[str, ...]


def try_right(plan: Plan, name: str, draws: int) -> Answer:
    """The reference, or a file of `accepted/`: every case passes under every draw, nothing is diagnosed or accused."""
    bench = open_bench(plan.course, plan.name)
    path = bench.material.solution if name == REFERENCE else bench.material.folder / "accepted" / f"{name}.py"
    source = path.read_text(encoding="utf-8")
    faults: dict[str, str] = {}
    first: dict[str, list[Seen]] = {task.name: [] for task in bench.material.assignment.tasks}
    runs = lost = 0
    with silent():
        module, failure = load(source, str(path))
        if failure is not None:
            faults[""] = f"{path}: cannot be loaded: {failure.detail}: mend the file"
        for case in bench.material.cases:
            seen = [_seen(bench, case, module, draw) for draw in range(bench.draws(case, draws))]
            failed = [one.outcome for one in seen if one.outcome.credit != 1]
            first[case.task].append(seen[0])
            runs, lost = runs + len(seen), lost + len(failed)
            if failed:
                faults[f"{case.task}.{case.name}"] = (
                    f"{path.name}: right, but loses {case.task}.{case.name} under {len(failed)} of {len(seen)} "
                    f"draws ({why(failed[0])}): mend the case, or the file if it is wrong"
                )
        for task in bench.material.assignment.tasks:
            faults.update(_suspected(bench, task, first[task.name], source, path.name))
    return answer_of(bench, "right", name, (runs, lost), faults)


def _seen(bench: Bench, case: Case, module: ModuleType, draw: int) -> Seen:
    """What a case sees of a right answer; the value of the first draw alone is kept, for a diagnosis."""
    seed = bench.seed(case, draw)
    observation = observe(case, module, seed)
    outcome = bench.verdict(case, observation, draw)
    return Seen(
        case=case, seed=seed, observation=replace(observation, value=None) if draw else observation, outcome=outcome
    )


def _suspected(bench: Bench, task: Task, seen: Sequence[Seen], source: str, file: str) -> Iterator[tuple[str, str]]:
    """What a right answer is taken for: something forbidden, or a known mistake."""
    use = shortcut(source, task)
    if use is not None:
        yield (
            f"{task.name}. forbidden",
            f"{file}:{use.line}: right, but accused of {use.name} in {task.name}: mend the file or `forbids`",
        )
    told = diagnose(bench.oracle, task.name, seen)
    if told is not None:
        yield f"{task.name}. told", f"{file}: right, but diagnosed as {told.mistake}: mend the case or the mistake"


def try_idle(plan: Plan, kind: str) -> Answer:
    """An answer that does nothing: it earns exactly 0."""
    bench = open_bench(plan.course, plan.name)
    module = load("", "empty.py")[0] if kind == "empty" else idle_module(bench.material, kind)
    faults = {}
    for case in bench.material.cases:
        if bench.judged(case, module).earned:
            faults[f"{case.task}.{case.name}"] = (
                f"an answer that does nothing ({kind}) earns {case.task}.{case.name}: let the case ask for more"
            )
    return answer_of(bench, "idle", kind, (len(bench.material.cases), len(faults)), faults)


def try_rejected(plan: Plan, names: Sequence[str]) -> list[Answer]:
    """Files of `rejected/`, run in one sandbox as submissions are: every case shows what its file declares."""
    bench = open_bench(plan.course, plan.name)
    with closing(bench.sandbox()) as sandbox:
        return [_try_rejected(bench, sandbox, name) for name in names]


def _try_rejected(bench: Bench, sandbox: ForkSandbox, name: str) -> Answer:
    path = bench.material.folder / "rejected" / f"{name}.py"
    source = path.read_text(encoding="utf-8")
    expected = declared(source, path)
    tasks = {task.name: task for task in bench.material.assignment.tasks}
    accused = {name: shortcut(source, task) for name, task in tasks.items()}
    calls = [
        Call(
            case=_impatient(case) if _declared_of(_key(case), expected)[1] is Verdict.TIMED_OUT else case,
            seed=bench.seed(case, 0),
            forbids=tasks[case.task].forbids,
        )
        for case in bench.material.cases
    ]
    faults = {}
    used = set()
    for call, observation in zip(calls, sandbox.observe(bench.submission(source), calls), strict=True):
        key = _key(call.case)
        if accused[call.case.task] is not None:
            observation = Observation(case=call.case.name, failure=Verdict.FORBIDDEN)
        outcome = bench.verdict(call.case, observation)
        pattern, verdict = _declared_of(key, expected)
        used.add(pattern)
        if outcome.verdict is not verdict:
            faults[key] = (
                f"{path.name}: {key} is {outcome.verdict} ({why(outcome)}), not {verdict} as declared: "
                "mend the case or the declaration"
            )
    for pattern, _ in expected:
        if pattern not in used:
            faults[pattern] = f"{path.name}: '# expect: {pattern}' fits no case that an earlier line leaves: remove it"
    return answer_of(bench, "rejected", name, (len(calls), len(faults)), faults)


def declared(source: str, path: Path) -> list[tuple[str, Verdict]]:
    """The `# expect: task.case = verdict` lines at a file's top, in order; `GraderError` where one cannot be read."""
    found = []
    for number, line in enumerate(source.splitlines(), start=1):
        if not line.startswith("#"):
            break
        match = _EXPECT.fullmatch(line)
        if match is None:
            continue
        try:
            found.append((match["pattern"], Verdict(match["verdict"])))
        except ValueError as error:
            raise GraderError(f"{path}:{number}: there is no verdict {match['verdict']!r}: correct it") from error
    if not found:
        raise GraderError(f"{path}:1: nothing is declared: begin with '# expect: task.case = verdict'")
    return found


def _key(case: Case) -> str:
    return f"{case.task}.{case.name}"


def _impatient(case: Case) -> Case:
    """A case that is said to hang, waited for as long as a case takes that does not: nothing is learnt from more."""
    return replace(case, limits=replace(case.limits, seconds=min(case.limits.seconds, HANG_SECONDS)))


def _declared_of(key: str, expected: Sequence[tuple[str, Verdict]]) -> tuple[str, Verdict]:
    """The first pattern that fits a case; a case that none fits must pass."""
    return next((one for one in expected if fnmatch.fnmatchcase(key, one[0])), ("", Verdict.PASSED))


def why(outcome: Outcome) -> str:
    """What is wrong, in few words."""
    if outcome.difference is not None:
        difference = outcome.difference
        note = (difference.note or {}).get("en", f"{difference.kind}, {difference.observed} for {difference.expected}")
        return f"{difference.path}: {note}" if difference.path else note
    return f"{outcome.verdict} {outcome.detail}".strip()


def answer_of(
    bench: Bench,
    kind: Kind,
    name: str,
    counts: tuple[int, int],
    faults: dict[str, str],
) -> Answer:
    """An answer of `counts` runs and losses; a fault's key is "task.case", or "" where it spoils every task."""
    wrong = {key.partition(".")[0] for key in faults}
    tasks = [task.name for task in bench.material.assignment.tasks]
    right = () if "" in wrong else tuple(task for task in tasks if task not in wrong)
    return Answer(kind=kind, name=name, runs=counts[0], lost=counts[1], faults=tuple(faults.values()), right=right)
