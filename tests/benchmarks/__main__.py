"""How fast the grader is, beside other ways to run the same cases: `make bench`, or `python -m tests.benchmarks`.

Times are of this machine at this hour, and other work on it makes them longer: believe the ratios.
"""

import argparse
import os
import sys

from rich.console import Console

from tests.benchmarks import comparison, growth
from tests.benchmarks.comparison import Effort
from tests.benchmarks.homework import homework
from tests.benchmarks.machine import ONE_THREAD, description

NUMPY, TORCH = "hw01_backprop", "hw04_training"


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, only the floor and this grader")
    parser.add_argument("--large", action="store_true", help="grade a class of 3,000 as well")
    parser.add_argument("--only", choices=("comparison", "growth"), help="one half of it")
    return parser.parse_args()


def main() -> None:
    """Prints the machine, a table for each homework, how a class grows, and whether what is asked for holds."""
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        # The libraries read this when they are loaded, and the floor is measured in this process.
        os.execve(sys.executable, [*sys.orig_argv], {**os.environ, **ONE_THREAD})
    options = arguments()
    console = Console(width=110, highlight=False)
    console.print(description())
    if options.only != "growth":
        compare_all(console, quick=options.quick)
    if options.only != "comparison":
        grow(console, quick=options.quick, large=options.large)
    console.print(f"\nload at the end {os.getloadavg()[0]:.2f}")


def compare_all(console: Console, *, quick: bool) -> None:
    """A NumPy homework, the same with torch held warm, and one that trains with torch."""
    for name, held, effort, allowed_ms in (
        (NUMPY, False, Effort(), 15.0),
        (NUMPY, True, Effort(), 25.0),
        (TORCH, True, Effort(rounds=3, submissions=5), 25.0),
    ):
        work = homework(name, torch=held)
        others = not quick and (name == TORCH or not held)
        costs = comparison.compare(work, effort, others=others)
        title = f"{name}, {' and '.join(work.material.assignment.libraries)}: {len(work.material.cases)} cases"
        console.print()
        console.print(comparison.table_of(title, costs))
        console.print("\n".join(comparison.verdicts(costs, allowed_ms)))


def grow(console: Console, *, quick: bool, large: bool) -> None:
    """One homework, with more and more submissions and with two jobs; scorecards go into a gradebook's file."""
    classes = [(30, 1), (90, 1), (90, 2)] if quick else [(30, 1), (300, 1), (300, 2)]
    if large:
        classes.append((3000, 1))
    found = growth.runs(NUMPY, classes)
    console.print()
    console.print(growth.table_of(f"{NUMPY}, a whole run with its gradebook", found))
    console.print("\n".join(growth.verdicts(found)))


if __name__ == "__main__":
    main()
