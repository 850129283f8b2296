"""`grader report`: the gradebook → what people read."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import Places, gradebook_option

if TYPE_CHECKING:
    from rich.console import Console

    from grader.gradebook import Gradebook

PATIENCE = 3
"""Looks for which a grading that goes on is waited for; then what is there is shown."""


@click.command("report")
@gradebook_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True, help="Where to.")
@click.option("--watch", is_flag=True, help="Go on: write anew what changes in the gradebook, and reload open pages.")
def command(gradebook: str, out: Path, watch: bool) -> None:
    """Writes the reports, from the gradebook alone.

    OUT/index.html is the class, every number linked to what it rests on; it opens from the disk, without a network.
    OUT/gradebook.csv is a row a student: every assignment, the categories' averages, the course grade.
    OUT/students/<student>/index.html is in the student's language: the grade, and a page for each assignment.
    """
    from grader.cli._console import make_console

    places = Places(course=Path(), roster=None, gradebook=gradebook)
    if watch:
        watch_reports(places, out, make_console())
    else:
        with closing(places.open_existing_gradebook()) as opened:
            write_reports(opened, out, make_console())


def watch_reports(places: Places, out: Path, console: "Console") -> None:
    """Writes the reports now, and whenever the gradebook is another; at the end, as for good."""
    from grader.cli._watch import repeat

    written = False

    def state() -> str:
        # Opened anew each time: while it is watched, the file may be replaced by a copy, or the server start again.
        with closing(places.open_existing_gradebook()) as opened:
            return opened.state()

    def refresh(*, live: bool) -> None:
        nonlocal written
        with closing(places.open_existing_gradebook()) as opened:
            write_reports(opened, out, console, live=opened.state() if live else "")
        written = True

    try:
        repeat(lambda: refresh(live=True), state, console, patience=PATIENCE)
    finally:
        if written:
            refresh(live=False)


def write_reports(gradebook: "Gradebook", out: Path, console: "Console", live: str = "") -> None:
    """Writes all reports below `out`, prints the table of the class, and says where they lie.

    With `live`, the name of this state of the gradebook, open pages look for a newer one.
    """
    from grader.cli._class_table import print_class
    from grader.errors import GraderError
    from grader.exports import gradebook_csv
    from grader.reports import everything

    try:
        reports = everything.write_reports(gradebook, out, datetime.now(UTC), live)
        gradebook_csv.write(reports.table.grades, reports.table.course, out / "gradebook.csv")
    except OSError as error:
        raise GraderError(f"{out}: cannot be written ({error.strerror}): name another folder with --out") from error
    print_class(reports.table, console)
    site = reports.site
    for line in (
        f"gradebook.csv: {out / 'gradebook.csv'}",
        f"students' pages: {len(reports.pages)} in {out / 'students'}",
        f"the class: {out / 'index.html'} ({site.pages} pages, {site.size / 1e6:.1f} MB)",
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
