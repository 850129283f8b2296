"""Runs the public cases on the student's file and judges them by what the folder says the reference shows."""

import warnings
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from grader.check.capture import Capture
from grader.check.exits import exits_raise
from grader.check.files import Prepared, prepare
from grader.check.report import CheckReport
from grader.check.watchdog import Watchdog
from grader.handout import Handout, HandoutTask
from grader.judge import draw_seed, judge, placed, shortcut
from grader.judge.shortcuts import Use
from grader.model import Case, Limits, Observation, Outcome, Task, TaskScore, Verdict
from grader.observe import load, observe
from grader.warming import use_once

LOAD = Limits(seconds=10.0)
"""For the file itself: waited for no longer than that, since nothing is shown until it is loaded."""

MEGABYTE = 2**20

Result = TypeVar("Result")


def wall_seconds(limits: Limits) -> float:
    """How long a case may take at home: waiting included, on a machine that may be slow and busy."""
    return max(5 * limits.seconds, 10.0)


def ignore(name: str) -> None:
    """Does nothing with the name of a case."""


def check(
    file: Path,
    *,
    started: Callable[[str], None] = ignore,
    stuck: Callable[[str], None] = ignore,
    wall: Callable[[Limits], float] = wall_seconds,
) -> CheckReport:
    """`prepare` and `run` in one: the public cases beside `file`, or in the folder `file`; raises `CannotCheck`."""
    return run(prepare(file), started=started, stuck=stuck, wall=wall)


def run(
    prepared: Prepared,
    *,
    live: ModuleType | None = None,
    started: Callable[[str], None] = ignore,
    stuck: Callable[[str], None] = ignore,
    wall: Callable[[Limits], float] = wall_seconds,
) -> CheckReport:
    """Runs the public cases on the student's file, or on the module `live` in its place, and judges them.

    `started` is called with the name of every case before it runs (first with "", for the loading of the file).
    A case that takes longer than `wall(case.limits)` seconds is interrupted; `stuck` is called with its name, in
    another thread, if that is not possible.  Raises `KeyboardInterrupt` on Ctrl-C.
    """
    capture = Capture()
    use_once()  # the limits are of the student's code, and on a slow disk loading takes longer than they allow
    with warnings.catch_warnings(), exits_raise(), Watchdog(stuck) as watchdog:
        warnings.simplefilter("ignore")
        home = _Home(watchdog, capture, started, wall)
        module, stopped = home.load(prepared) if live is None else (live, None)
        seen = [home.observe(case, module, prepared) for case in prepared.cases]
        used = _shortcuts(prepared)
    given = prepared.handout
    outcomes = [
        _judged(case, _accused(observation, used[case.task]), prepared)
        for case, observation in zip(prepared.cases, seen, strict=True)
    ]
    return CheckReport(
        assignment=given.assignment,
        title=given.title,
        language=given.language,
        file=prepared.file,
        tasks=_scores(given, prepared.cases, outcomes),
        hidden_cases=given.hidden_cases,
        printed=capture.printed,
        stopped=stopped,
        notes=prepared.module.notes,
    )


class _Home:
    """Where the student's code runs: watched, with what it prints captured."""

    def __init__(
        self,
        watchdog: Watchdog,
        capture: Capture,
        started: Callable[[str], None],
        wall: Callable[[Limits], float],
    ) -> None:
        self.watchdog, self.capture, self.started, self.wall = watchdog, capture, started, wall

    def load(self, prepared: Prepared) -> tuple[ModuleType, Observation | None]:
        """The student's module, and how its execution ended if that was early."""
        loaded = self._run(
            "", LOAD, min(self.wall(LOAD), LOAD.seconds), lambda: load(prepared.module.source, str(prepared.file))
        )
        return loaded or (ModuleType(prepared.file.stem), Observation(case="", failure=Verdict.TIMED_OUT))

    def observe(self, case: Case, module: ModuleType, prepared: Prepared) -> Observation:
        """What a case sees of the module."""
        seed = draw_seed(b"", prepared.handout.assignment, "", case)
        seen = self._run(case.name, case.limits, self.wall(case.limits), lambda: observe(case, module, seed))
        return seen or Observation(case=case.name, failure=Verdict.TIMED_OUT)

    def _run(self, name: str, limits: Limits, seconds: float, action: Callable[[], Result]) -> Result | None:
        self.started(name)
        with self.capture.of(name, limits.output_mb * MEGABYTE):
            return self.watchdog.run(name, seconds, action)


def _shortcuts(prepared: Prepared) -> dict[str, Use | None]:
    """What each task forbids and the file uses for it, as the grader finds it."""
    tasks = [
        Task(name=task.name, title=task.title, points=task.points, requires=task.requires, forbids=task.forbids)
        for task in prepared.handout.tasks
    ]
    return {task.name: shortcut(prepared.module.source, task) for task in tasks}


def _accused(seen: Observation, use: Use | None) -> Observation:
    if use is None:
        return seen
    return Observation(case=seen.case, failure=Verdict.FORBIDDEN, detail=use.name, line=use.line)


def _judged(case: Case, seen: Observation, prepared: Prepared) -> Outcome:
    expected = Observation(case=case.name, value=prepared.handout.expected[case.name])
    outcome = judge(case, seen, expected, prepared.checkers[case.checker])
    return placed(outcome, prepared.module.line_map)


def _scores(given: Handout, cases: tuple[Case, ...], outcomes: list[Outcome]) -> tuple[TaskScore, ...]:
    tasks = {task.name: task for task in given.tasks}
    by_task: dict[str, list[Outcome]] = {name: [] for name in tasks}
    for case, outcome in zip(cases, outcomes, strict=True):
        by_task[case.task].append(outcome)
    return tuple(_score(tasks[name], tuple(of_task)) for name, of_task in by_task.items())


def _score(task: HandoutTask, outcomes: tuple[Outcome, ...]) -> TaskScore:
    return TaskScore(
        task=task.name,
        title=task.title,
        points=sum((outcome.earned for outcome in outcomes), Fraction(0)),
        max_points=sum((outcome.points for outcome in outcomes), Fraction(0)),
        outcomes=outcomes,
        section=task.section,
        bonus=task.bonus,
    )
