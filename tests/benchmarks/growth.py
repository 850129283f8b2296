"""How time and memory of a run grow with the class, and what a second job brings."""

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from rich.table import Table

from tests.benchmarks.memory import MB

MODULE = "tests.benchmarks.one_class"


def runs(name: str, classes: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """What `one_class` says of every (submissions, jobs), each in a process of its own."""
    found = []
    for count, jobs in classes:
        command = [sys.executable, "-m", MODULE, name, str(count), str(jobs)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed")
        found.append(json.loads(done.stdout))
    return found


def table_of(title: str, found: Iterable[dict[str, Any]]) -> Table:
    """A line for each run."""
    table = Table(title=title, title_justify="left", title_style="bold")
    headings = ("submissions", "jobs", "seconds", "ms each", "processor ms each", "grader MB", "workers MB")
    for heading in headings:
        table.add_column(heading, justify="right")
    for one in found:
        table.add_row(
            str(one["submissions"]),
            str(one["jobs"]),
            f"{one['seconds']:.1f}",
            f"{each(one) * 1000:.1f}",
            f"{one['processor'] / one['submissions'] * 1000:.1f}",
            f"{one['parent_peak'] / MB:.0f}",
            f"{one['below_peak'] / MB:.0f}",
        )
    return table


def each(run: dict[str, Any]) -> float:
    """Seconds for each submission after the first is graded: without the start of the worker."""
    return float(run["steady"] / (run["submissions"] - 1))


def verdicts(found: list[dict[str, Any]]) -> list[str]:
    """How time and memory grow from the smallest class to the larger ones, and what two jobs bring."""
    alone = [one for one in found if one["jobs"] == 1]
    smallest = alone[0]
    said = []
    for one in alone[1:]:
        times = one["submissions"] / smallest["submissions"]
        more = (one["parent_peak"] + one["below_peak"] - smallest["parent_peak"] - smallest["below_peak"]) / MB
        said.append(
            f"  {times:.0f} times the submissions: {each(one) / each(smallest):.2f} times the time for each, "
            f"{more:+.1f} MB of memory"
        )
        pair = next((two for two in found if two["jobs"] == 2 and two["submissions"] == one["submissions"]), None)
        if pair is not None:
            gain = each(one) / each(pair)
            said.append(f"  {'holds ' if gain >= 1.7 else 'MISSED'}  2 jobs: {gain:.2f} times as fast (at least 1.7)")
    return said
