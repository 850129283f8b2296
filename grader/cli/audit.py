"""`grader audit`: are the cases strong enough?"""

import json
import os
from pathlib import Path

import click

from grader.cli._options import course_option

SEEDS, QUICK_SEEDS = 200, 5


@click.command("audit")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Also write all that was found to a file.")
@click.option("--seeds", type=click.IntRange(1, 100_000), help="Draws of each case.  [default: 200; 5 with --quick]")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes at a time.")
@click.option("--quick", is_flag=True, help="Fewer draws, and each mutant only up to the first case that notices it.")
@course_option
def command(
    assignments: tuple[str, ...], json_file: Path | None, seeds: int | None, jobs: int, quick: bool, course: Path
) -> None:
    """Proves the cases of the named homework, or of all of it.

    Known mistakes and mutants of the reference must be noticed, right answers must never be, whatever is drawn, and
    wrong files must show what they declare.  The exit status is 1 if anything is to be mended.
    """
    from grader.sandbox.environment import ENVIRONMENT

    # One thread for each process, as in the sandbox; NumPy reads this when it is imported first.
    os.environ.update({name: value for name, value in ENVIRONMENT.items() if name.endswith("_THREADS")})
    from grader import audit
    from grader.cli._audit_table import progress, show, summary
    from grader.cli._console import make_console
    from grader.files import write_atomically

    console = make_console()
    reports = []
    for name in _chosen(course, assignments):
        plan = audit.Plan(course=course, name=name, seeds=seeds or (QUICK_SEEDS if quick else SEEDS), quick=quick)
        with progress(console, name) as told:
            reports.append(audit.audit(plan, jobs, told))
        show(reports[-1], console)
    summary(reports, console)
    if json_file is not None:
        write_atomically(json_file, json.dumps(audit.to_json(reports), indent=1, ensure_ascii=False) + "\n")
    if not all(report.clean for report in reports):
        raise SystemExit(1)


def _chosen(course: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    from grader.course import load
    from grader.errors import GraderError

    known = [one.name for one in load(course).course.assignments if one.kind == "homework"]
    for name in names:
        if name not in known:
            raise GraderError(f"there is no homework {name!r} in {course}: use one of {', '.join(known)}")
    return names or tuple(known)
