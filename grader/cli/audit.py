"""`grader audit`: are the cases strong enough?"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import course_option

if TYPE_CHECKING:
    from grader.course import CourseFolder

SEEDS, QUICK_SEEDS = 200, 5
VARIANTS, QUICK_VARIANTS = 500, 25
"""Of each question of a test."""


@click.command("audit")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Also write all that was found to a file.")
@click.option(
    "--seeds",
    type=click.IntRange(1, 100_000),
    help="Draws of each case (200; 5 with --quick), variants of each question (500; 25).",
)
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes at a time.")
@click.option("--quick", is_flag=True, help="Fewer draws, and each mutant only up to the first case that notices it.")
@course_option
def command(
    assignments: tuple[str, ...], json_file: Path | None, seeds: int | None, jobs: int, quick: bool, course: Path
) -> None:
    """Proves the cases of the named homework and tests, or of all.

    Known mistakes and mutants of the reference must be noticed, right answers must never be, whatever is drawn, and
    wrong files must show what they declare.  Variants of a test must be fit to be answered, alike in difficulty, and
    not to be guessed.  The exit status is 1 if anything is to be mended.
    """
    from grader.sandbox.environment import ENVIRONMENT

    # One thread for each process, as in the sandbox; NumPy reads this when it is imported first.
    os.environ.update({name: value for name, value in ENVIRONMENT.items() if name.endswith("_THREADS")})
    from grader import audit
    from grader.cli._audit_quiz_table import show_quiz
    from grader.cli._audit_table import progress, show, summary
    from grader.cli._console import make_console
    from grader.files import write_atomically

    console = make_console()
    reports: list[audit.Report | audit.QuizReport] = []
    folder, names = _chosen(course, assignments)
    for name in names:
        if folder.course.assignment(name).kind == "quiz":
            draws = seeds or (QUICK_VARIANTS if quick else VARIANTS)
            plan = audit.Plan(course=course, name=name, seeds=draws, quick=quick)
            with progress(console, name) as told:
                report = audit.audit_test(plan, jobs, told)
            show_quiz(report, console)
            reports.append(report)
            continue
        plan = audit.Plan(course=course, name=name, seeds=seeds or (QUICK_SEEDS if quick else SEEDS), quick=quick)
        with progress(console, name) as told:
            audited = audit.audit(plan, jobs, told)
        show(audited, console)
        reports.append(audited)
    summary(reports, console)
    if json_file is not None:
        write_atomically(json_file, json.dumps(audit.to_json(reports), indent=1, ensure_ascii=False) + "\n")
    if not all(report.clean for report in reports):
        raise SystemExit(1)


def _chosen(course: Path, names: tuple[str, ...]) -> "tuple[CourseFolder, tuple[str, ...]]":
    from grader.course import load
    from grader.errors import GraderError

    folder = load(course)
    known = [one.name for one in folder.course.assignments if one.kind != "external"]
    for name in names:
        if name not in known:
            raise GraderError(f"there is no homework or test {name!r} in {course}: use one of {', '.join(known)}")
    return folder, names or tuple(known)
