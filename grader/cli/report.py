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


@click.command("report")
@gradebook_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True, help="Where to.")
def command(gradebook: str, out: Path) -> None:
    """Writes the reports, from the gradebook alone.

    OUT/gradebook.csv is a row a student: every assignment, the categories' averages, the course grade.
    OUT/students/<student>/index.html is in the student's language: the grade, and a page for each assignment.
    """
    from grader.cli._console import make_console

    places = Places(course=Path(), roster=None, gradebook=gradebook)
    with closing(places.open_existing_gradebook()) as opened:
        write_reports(opened, out, make_console())


def write_reports(gradebook: "Gradebook", out: Path, console: "Console") -> None:
    """Writes all reports below `out`, prints the table of the class, and says where they lie."""
    from grader.cli._class_table import print_class
    from grader.errors import GraderError
    from grader.exports import gradebook_csv
    from grader.reports import class_table, write_pages

    now = datetime.now(UTC)
    table = class_table(gradebook, now)
    try:
        pages = write_pages(gradebook, out, now)
        gradebook_csv.write(table.grades, table.course, out / "gradebook.csv")
    except OSError as error:
        raise GraderError(f"{out}: cannot be written ({error.strerror}): name another folder with --out") from error
    print_class(table, console)
    console.print(f"gradebook.csv: {out / 'gradebook.csv'}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"pages: {len(pages)} in {out / 'students'}", markup=False, highlight=False, soft_wrap=True)
