"""`grader marks`: points that were given elsewhere → the gradebook."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from grader.cli._options import Places, with_places


@click.command("marks")
@click.argument("file", type=click.Path(path_type=Path))
@with_places
def command(file: Path, places: Places) -> None:
    """Imports the marks in FILE, a CSV with a column `student` and one for each external assignment.

    All or nothing: every mistake is listed with its line, and then no mark is taken.
    """
    from grader.intake.marks import read_marks

    marks = read_marks(file, places.open_course().course, datetime.now(UTC))
    with closing(places.open_gradebook()) as gradebook:
        added = gradebook.add_marks(marks)
    click.echo(f"{file}: {len(marks)} marks read, {added} of them new")
