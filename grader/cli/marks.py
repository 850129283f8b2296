"""`grader marks`: points that were given elsewhere → the gradebook."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import Places, with_places

if TYPE_CHECKING:
    from grader.intake.marks import Change


@click.command("marks")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--assignment", default="", metavar="NAME", help="What the marks are for; other columns do not matter.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@with_places
def command(file: Path, assignment: str, dry_run: bool, places: Places) -> None:
    """Imports the marks in FILE: a CSV with a column that says who, and one for each external assignment.

    Or one column "mark" and --assignment.  Who is told by id, alias, e-mail or full name; "-" takes a mark back.  All
    or nothing: every mistake is listed with its line, and then no mark is taken.
    """
    from grader.intake.marks import changes, read_marks
    from grader.scoring import standing_marks

    marks = read_marks(file, places.open_course().course, datetime.now(UTC), assignment)
    if dry_run and "://" not in str(places.gradebook) and not Path(places.gradebook).exists():
        found = changes(marks, {})  # and no gradebook is made
    else:
        with closing(places.open_gradebook()) as gradebook:
            found = changes(marks, standing_marks(gradebook.marks()))
            if not dry_run:
                # A mark that never was cannot be taken back; one that comes from another file now is recorded as such.
                gradebook.add_marks(one.mark for one in found if one.before is not None or one.after is not None)
    for line in _told(found):
        click.echo(line)
    click.echo(f"{file}: {_counted(found)}{'; nothing was taken' if dry_run else ''}")


def _counted(changes: "Sequence[Change]") -> str:
    """ "3 marks read: 1 new, 2 unchanged"."""
    counts = Counter(one.kind for one in changes)
    parts = ", ".join(f"{counts[kind]} {kind}" for kind in ("new", "changed", "withdrawn", "unchanged") if counts[kind])
    read = "1 mark read" if len(changes) == 1 else f"{len(changes)} marks read"
    return f"{read}: {parts}" if parts else read


def _told(changes: "Sequence[Change]") -> Iterator[str]:
    """A line for every mark that is not the one that stood there."""
    from grader.rounding import decimal

    for one in changes:
        if one.kind != "unchanged":
            before, after = ("–" if points is None else decimal(points, 6) for points in (one.before, one.after))
            yield f"{one.mark.student} {one.mark.assignment}: {before} → {after}"
