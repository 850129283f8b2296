"""`grader diff`: whose grade moved from one run to another, by how much, and because of which case."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import Places, gradebook_option

if TYPE_CHECKING:
    from grader.gradebook import SqlGradebook
    from grader.model import Run
    from grader.reports import ClassTable

NOW, LATEST, PREVIOUS = "now", "latest", "previous"


@click.command("diff")
@click.argument("before", metavar="RUN")
@click.argument("after", metavar="RUN")
@gradebook_option
def command(before: str, after: str, gradebook: str) -> None:
    """Compares what counted as of one RUN with what counted as of another.

    A run is named by its id, by the beginning of it, or as `latest` or `previous`; `now` is the whole gradebook, with
    the overrides and marks that came after the latest run.  Each state is seen at its own time and by its own course.
    """
    from grader.cli._changes import change_lines
    from grader.cli._console import make_console
    from grader.reports import changes

    places = Places(course=Path(), roster=None, gradebook=gradebook)
    with closing(places.open_existing_gradebook()) as opened:
        (told, old), (said, new) = _state(opened, before), _state(opened, after)
    console = make_console()
    for line in (f"{told} → {said}", *change_lines(changes(old, new), len(new.rows))):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _state(gradebook: "SqlGradebook", name: str) -> "tuple[str, ClassTable]":
    """How to call the class as of that run, and its table."""
    from grader.reports import class_table

    if name == NOW:
        now = datetime.now(UTC)
        return f"now ({now:%Y-%m-%d %H:%M})", class_table(gradebook, now)
    run = _run(gradebook.runs(), name)
    return f"run {run.id} ({run.started:%Y-%m-%d %H:%M})", class_table(gradebook.as_of(run.id), run.started)


def _run(runs: "list[Run]", name: str) -> "Run":
    """The run of that name; `GraderError` where none or several could be meant."""
    from grader.errors import GraderError

    newest = {LATEST: 1, PREVIOUS: 2}
    if name in newest and len(runs) >= newest[name]:
        return runs[-newest[name]]
    found = [run for run in runs if run.id == name] or [run for run in runs if run.id.startswith(name)]
    if name not in newest and len(found) == 1:
        return found[0]
    if not runs:
        raise GraderError(f"{name}: there is no run yet: grade something first")
    if name == PREVIOUS:
        raise GraderError(f"{name}: there is one run only, {runs[0].id}: compare {LATEST} with {NOW}, or grade again")
    what = "several runs begin so" if found else "there is no such run"
    order = ", ".join([NOW, *(word for word, count in newest.items() if len(runs) >= count)])
    ids = ", ".join(run.id for run in (found or runs)[-10:])
    raise GraderError(f"{name}: {what}: use {order} or one of {ids}")
