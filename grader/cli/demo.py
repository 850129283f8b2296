"""`grader demo`: the whole way on a class that comes with the course, from files to grades and reports."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import Places, course_option

if TYPE_CHECKING:
    from grader.model import Scorecard

CLASS = Path("tests") / "demo_class"


@click.command("demo")
@course_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/demo"), show_default=True, help="Where to.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Submissions graded at a time.")
def command(course: Path, out: Path, jobs: int) -> None:
    """Grades the class in tests/demo_class anew and prints who got what, on which task, and why.

    Nothing in it is prepared: the files are read, run and judged like any other class's, the marks of the
    exam are imported from a CSV, and the reports are written from the gradebook.
    """
    from grader.cli._console import make_console
    from grader.cli.autograde import Job
    from grader.cli.report import write_reports
    from grader.exports import autograde_json
    from grader.intake.marks import read_marks
    from grader.sandbox import strongest

    folder = course.parent / CLASS
    gradebook = out / "gradebook.sqlite"
    for old in out.glob("gradebook.sqlite*"):  # a demo starts from an empty gradebook: this one is nobody's
        old.unlink()
    places = Places(course=course, roster=folder / "roster.csv", gradebook=gradebook)
    out.mkdir(parents=True, exist_ok=True)
    console = make_console()
    opened_course = places.open_course()
    with closing(places.open_gradebook()) as opened:
        job = Job(
            folder=opened_course,
            gradebook=opened,
            jobs=jobs,
            wall=strongest(),
            console=console,
            secret=folder / "secret",  # the class's papers were drawn from it
        )
        cards: list[Scorecard] = []
        job.run(folder / "submissions", (), also=lambda one: cards.append(one.card))
        autograde_json.write(out / "scorecards.json", cards, assignment=None, isolation=job.wall.line)
        opened.add_marks(read_marks(folder / "marks.csv", opened_course.course, datetime.now(UTC)))
        write_reports(opened, out / "reports", console)
    console.print(f"scorecards: {out / 'scorecards.json'}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"gradebook: {gradebook}", markup=False, highlight=False, soft_wrap=True)
