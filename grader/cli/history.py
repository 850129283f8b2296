"""`grader history`: everything that the gradebook knows of one student."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import Places, gradebook_option

if TYPE_CHECKING:
    from grader.gradebook import Recorded
    from grader.model import Scorecard
    from grader.reports import Entry


@click.command("history")
@click.argument("student")
@click.option("--assignment", metavar="NAME", help="This assignment only.")
@gradebook_option
def command(student: str, assignment: str | None, gradebook: str) -> None:
    """Lists every graded attempt, mark and override of STUDENT, oldest first; a star stands before what counts now.

    Each attempt with the file, the run, the versions of grader, course and assignment, the isolation, and when it came.
    """
    from grader.cli._console import make_console
    from grader.reports import history

    places = Places(course=Path(), roster=None, gradebook=gradebook)
    with closing(places.open_existing_gradebook()) as opened:
        entries = history(opened, student, assignment)
    console = make_console()
    for entry in entries:
        for line in _lines(entry):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    if not entries:
        console.print(f"{student}: nothing was graded, marked or decided", markup=False, highlight=False)


def _lines(entry: "Entry") -> Iterator[str]:
    from grader.messages import clean
    from grader.model import Mark, Override
    from grader.scoring import decimal

    fact = entry.fact
    start = f"{'*' if entry.counts else ' '} {_time(entry.at)}  {clean(entry.assignment)}"
    if isinstance(fact, Override):
        points = "taken back" if fact.points is None else f"{decimal(fact.points)} points"
        yield f"{start}/{clean(fact.task)}  override: {points}, by {clean(fact.by)}: {clean(fact.why, 500)}"
    elif isinstance(fact, Mark):
        given = "withdrawn" if fact.points is None else f"{decimal(fact.points)} points"
        yield f"{start}  mark: {given}, from {clean(fact.source)}"
    else:
        yield f"{start}  attempt: {_score(fact.card, entry.now if entry.counts else None)}"
        yield from (f"      {line}" for line in _evidence(fact))


def _score(card: "Scorecard", now: "Scorecard | None") -> str:
    from grader.scoring import decimal

    words = [f"{decimal(card.score)}/{decimal(card.max_points)}"]
    if card.late_days:
        words.append(f"late by {card.late_days} d, × {decimal(card.late_factor)}")
    if card.held:
        words.append("held, our own failure")
    if now is not None and (now.score, now.held) != (card.score, card.held):
        why = "as it was decided" if now.overridden else "by today's deadline"
        words.append(f"now {decimal(now.score)}/{decimal(now.max_points)} {why}")
    return "; ".join(words)


def _evidence(recorded: "Recorded") -> Iterator[str]:
    from grader.cli._changes import short
    from grader.messages import clean

    card, run = recorded.card, recorded.run
    received = "at an unknown time" if card.received is None else _time(card.received)
    yield f"file {short(card.submission)}, received {received}, {clean(card.path, 200)}"
    yield (
        f"run {run.id}, grader {run.grader}, course {short(recorded.course_digest)}, "
        f"assignment {short(card.assignment_digest)}, isolation {run.isolation.partition(':')[0]}"
    )


def _time(time: datetime) -> str:
    return time.isoformat(" ", "minutes")
