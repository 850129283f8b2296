"""`grader audit`: are the cases strong enough?"""

import json
import os
from pathlib import Path

import click

from grader.cli._options import course_option

QUICK_SEEDS = 5


@click.command("audit")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Also write all that was found to this file.")
@click.option("--seeds", type=click.IntRange(1, 100_000), help="Draws of each case.  [default: 200; 5 with --quick]")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes at a time.")
@click.option("--quick", is_flag=True, help="Fewer draws, and each mutant only up to the first case that notices it.")
@course_option
@click.pass_context
def command(  # noqa: PLR0913 - one parameter an option
    context: click.Context,
    assignments: tuple[str, ...],
    json_file: Path | None,
    seeds: int | None,
    jobs: int,
    quick: bool,
    course: Path,
) -> None:
    """Proves the cases of the named homework, or of all of it.

    Known mistakes and mutants of the reference must be noticed, right answers must never be, whatever is drawn, and
    wrong files must show what they declare.  The exit status is 1 if anything is to be mended.
    """
