"""Known mistakes: is each noticed by a hidden case, told from the others, recognised, and never by luck?"""

import functools
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType

from grader.audit.bench import Bench, Plan, costly_draws, open_bench, silent
from grader.judge import Seen, diagnose
from grader.judge.oracle import reference_module
from grader.model import Case, Mistake, Observation, Verdict
from grader.observe import observe
from grader.trees import first_difference

STEADY_DRAWS = 10
"""Draws over which a case should notice a mistake always or never: or two students lose different points for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What came of one known mistake.

    noticed: the cases that did not pass, at the first draw.  diagnosis: what it was taken for, "" for nothing.
    twins: mistakes of the task that show the same in every case.
    draws: how many were tried; passed: those under which no hidden case noticed it.
    unsteady: cases that noticed it in some of `STEADY_DRAWS` draws and not in others, with how many.
    """

    mistake: str
    task: str
    noticed: tuple[str, ...]
    diagnosis: str
    twins: tuple[str, ...]
    draws: int
    passed: tuple[int, ...]
    unsteady: tuple[tuple[str, int], ...]


def try_mistakes(plan: Plan, task: str) -> list[Known]:
    """Tries the known mistakes of one task."""
    bench = open_bench(plan.course, plan.name)
    modules = {one.name: _module(bench, one) for one in bench.material.mistakes if one.task == task}
    with silent():
        shown = {name: _shown(bench, task, name, module) for name, module in modules.items()}
        lucks = _try_luck(bench, task, modules, plan.seeds)
        return [_known(bench, task, shown, luck) for luck in lucks]


@dataclass(slots=True)
class _Luck:
    """One mistake under draw after draw.

    order: its hidden cases, the one to be asked first in front; seconds: what each has taken so far.
    """

    name: str
    module: ModuleType
    order: list[Case]
    draws: int = 0
    passed: list[int] = field(default_factory=list)
    noticed: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    settled: bool = False

    def rank(self, case: Case) -> tuple[bool, int, float]:
        """What is asked first: what costs little, then what has noticed the mistake most often, then what is quick."""
        return not case.fresh, -self.noticed[case.name], self.seconds[case.name]


def _module(bench: Bench, mistake: Mistake) -> ModuleType:
    module = reference_module(bench.material)
    mistake.apply(module)
    return module


def _shown(bench: Bench, task: str, mistake: str, module: ModuleType) -> dict[str, Observation]:
    """What the cases of a task see of a mistake; remembered under its name, where a diagnosis looks for it."""
    found = {}
    for case in bench.material.cases_of(task):
        seed = bench.seed(case, 0)
        look = functools.partial(observe, case, module, seed)
        found[case.name] = bench.oracle.remembered(case, seed, look, by=mistake)
    return found


def _try_luck(bench: Bench, task: str, modules: Mapping[str, ModuleType], draws: int) -> list[_Luck]:
    """All mistakes under one draw, then under the next, so that what is expected is computed once a draw.

    Under the first draws every case is asked, then only until one notices the mistake: the sure and quick ones first
    (a mistake may make a case slow that is quick on the reference: a loop that does not stop early).
    """
    hidden = [case for case in bench.material.cases_of(task) if case.visibility == "hidden"]
    hidden.sort(key=lambda case: not case.fresh)
    lucks = [_Luck(name, module, list(hidden)) for name, module in modules.items()]
    for draw in range(draws):
        for luck in lucks:
            if luck.settled:
                continue
            if draw < STEADY_DRAWS:
                catcher = _ask_all(bench, luck, draw)
                luck.order.sort(key=luck.rank)
            else:
                catcher = next((case for case in luck.order if _notices(bench, case, luck.module, draw)), None)
            luck.draws += 1
            if catcher is None:
                luck.passed.append(draw)
            elif not catcher.fresh:
                luck.settled = luck.draws >= costly_draws(draws)
    return lucks


def _ask_all(bench: Bench, luck: _Luck, draw: int) -> Case | None:
    """Counts which cases notice the mistake; returns the first, a costly one only if no other does."""
    catchers = []
    for case in luck.order:
        if case.fresh:
            started = time.perf_counter()
            if _notices(bench, case, luck.module, draw):
                catchers.append(case)
            luck.seconds[case.name] += time.perf_counter() - started
    luck.noticed.update(case.name for case in catchers)
    if catchers:
        return catchers[0]
    return next((case for case in luck.order if not case.fresh and _notices(bench, case, luck.module, draw)), None)


def _notices(bench: Bench, case: Case, module: ModuleType, draw: int) -> bool:
    return not bench.passes(case, module, draw)


def _known(bench: Bench, task: str, shown: Mapping[str, Mapping[str, Observation]], luck: _Luck) -> Known:
    mine = shown[luck.name]
    seen = [
        Seen(
            case=case,
            seed=bench.seed(case, 0),
            observation=mine[case.name],
            outcome=bench.verdict(case, mine[case.name]),
        )
        for case in bench.material.cases_of(task)
    ]
    told = diagnose(bench.oracle, task, seen)
    steady = min(luck.draws, STEADY_DRAWS)
    return Known(
        mistake=luck.name,
        task=task,
        noticed=tuple(one.case.name for one in seen if one.outcome.verdict is not Verdict.PASSED),
        diagnosis=told.mistake if told else "",
        twins=tuple(other for other in shown if other != luck.name and _alike(mine, shown[other])),
        draws=luck.draws,
        passed=tuple(luck.passed),
        unsteady=tuple((case, count) for case, count in luck.noticed.items() if 0 < count < steady),
    )


def _alike(mine: Mapping[str, Observation], theirs: Mapping[str, Observation]) -> bool:
    """Whether two mistakes show the same in every case."""
    for case, one in mine.items():
        other = theirs[case]
        if one.failure is not other.failure or one.detail.partition(":")[0] != other.detail.partition(":")[0]:
            return False
        if first_difference(one.value, other.value, any_float=True) is not None:
            return False
    return True
