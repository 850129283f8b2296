"""One homework graded in every way, round by round, so that what else the machine does falls on all of them alike."""

import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from tests.benchmarks import ways
from tests.benchmarks.cost import Cost
from tests.benchmarks.homework import Homework
from tests.benchmarks.processes import by_otter, by_pytest

FLOOR, OURS = "(a) in one process, no isolation: the floor", "(b) this grader"
PYTEST, OTTER, OTTER_NOTEBOOK = "(c) a pytest process each", "(d) otter run, a .py each", "(d) otter run, a .ipynb each"
LONG = 0.050
"""Seconds from which on the grader may take a share of the floor more, not a number of milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How often things are done: rounds of (a) and (b), submissions in each, and submissions of (c) and (d)."""

    rounds: int = 5
    submissions: int = 30
    processes: int = 3


def compare(homework: Homework, effort: Effort, *, others: bool = True) -> dict[str, Cost]:
    """What each submission costs in every way: the median of the rounds."""
    rounds: dict[str, list[Cost]] = {FLOOR: [], OURS: []}
    for number in range(effort.rounds):
        # One more than is timed, the first: whatever is done once is done then.
        submissions = homework.submissions(effort.submissions + 1, f"round{number}-")
        rounds[FLOOR].append(ways.floor(homework, submissions))
        rounds[OURS].append(ways.this_grader(homework, submissions))
    if others:
        with tempfile.TemporaryDirectory() as folder:
            for submission in homework.submissions(effort.processes, "alone-"):
                for way, cost in (
                    (PYTEST, by_pytest(homework, submission, Path(folder))),
                    (OTTER, by_otter(homework, submission, Path(folder), ".py")),
                    (OTTER_NOTEBOOK, by_otter(homework, submission, Path(folder), ".ipynb")),
                ):
                    rounds.setdefault(way, []).append(cost)
    return {way: Cost(*map(statistics.median, zip(*costs, strict=True))) for way, costs in rounds.items()}


def table_of(title: str, costs: dict[str, Cost]) -> Table:
    """Milliseconds for each submission, and how many times the floor and how many times this grader that is."""
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("way")
    for heading in ("ms each", "processor ms each", "x floor", "x this grader"):
        table.add_column(heading, justify="right")
    for way, cost in costs.items():
        times = (cost.seconds / costs[FLOOR].seconds, cost.seconds / costs[OURS].seconds)
        milliseconds = (cost.seconds * 1000, cost.processor * 1000)
        table.add_row(way, *(f"{value:.1f}" for value in milliseconds), *(f"{value:.2f}" for value in times))
    return table


def verdicts(costs: dict[str, Cost], allowed_ms: float) -> list[str]:
    """What is asked of the times, each with whether it holds."""
    seconds = {way: cost.seconds for way, cost in costs.items()}
    floor, ours = seconds[FLOOR], seconds[OURS]
    above = (ours - floor) * 1000
    said = [_said(f"{above:.1f} ms above the floor", above <= allowed_ms, f"at most {allowed_ms:.0f}")]
    if floor >= LONG:
        said.append(_said(f"{ours / floor:.2f} times the floor", ours <= 1.5 * floor, "at most 1.5"))
    for way, times in ((PYTEST, 25), (OTTER, 200), (OTTER_NOTEBOOK, 200)):
        if way in seconds:
            faster = seconds[way] / ours
            said.append(_said(f"{faster:.0f} times faster than {way}", faster >= times, f"at least {times}"))
    return said


def _said(figure: str, holds: bool, asked: str) -> str:
    return f"  {'holds ' if holds else 'MISSED'}  {figure} ({asked})"
