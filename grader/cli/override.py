"""`grader override`: points that a person gives in place of those that the cases gave."""

import getpass
import re
from contextlib import closing
from datetime import UTC, datetime
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import Places, gradebook_option

if TYPE_CHECKING:
    from grader.model import TaskScore
    from grader.reports import ClassTable, Row

GRADED = "graded"
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6}|/[1-9]\d{0,5})?")


@click.command("override")
@click.argument("student")
@click.argument("task", metavar="[ASSIGNMENT/]TASK")
@click.option(
    "--points",
    required=True,
    metavar="N",
    help="What the task is worth, before the late penalty: 3, 2.5 or 7/3; `graded` takes an override back.",
)
@click.option("--why", required=True, help="The reason; it is kept and shown.")
@click.option("--by", metavar="NAME", help="Who decides; by default who is logged in.")
@gradebook_option
def command(student: str, task: str, points: str, why: str, by: str | None, gradebook: str) -> None:
    """Records a person's decision on one TASK of STUDENT, and says whose grade moved by it.

    It is appended, never written over anything: what the cases gave stays visible, and the newest decision counts, for
    whatever work of the student counts.  A scorecard that was held is released when every held task is decided on.
    """
    from grader.cli._changes import change_lines
    from grader.errors import GraderError
    from grader.model import Override
    from grader.reports import changes, class_table

    if not why.strip():
        raise GraderError("--why: write the reason; it is what an appeal will be told")
    now = datetime.now(UTC)
    places = Places(course=Path(), roster=None, gradebook=gradebook)
    with closing(places.open_existing_gradebook()) as opened:
        before = class_table(opened, now)
        assignment, score = _task(_row(before, student), task)
        opened.add_override(
            Override(
                student=student,
                assignment=assignment,
                task=score.task,
                points=_points(points, score),
                why=why.strip(),
                by=by or getpass.getuser(),
                at=now,
            )
        )
        after = class_table(opened, now)
    for line in change_lines(changes(before, after), len(after.rows)):
        click.echo(line)


def _row(table: "ClassTable", student: str) -> "Row":
    from grader.errors import GraderError

    rows = {row.student.id: row for row in table.rows}
    if student not in rows:
        near = ", ".join(get_close_matches(student, rows)) or "an id of the roster"
        raise GraderError(f"{student}: not on the roster of run {table.run.id}: use {near}")
    return rows[student]


def _task(row: "Row", name: str) -> "tuple[str, TaskScore]":
    """The assignment and the task that are meant, among those of the student's work that counts."""
    from grader.errors import GraderError

    graded = [(cell.assignment.name, task) for cell in row.cells if cell.card is not None for task in cell.card.tasks]
    found = [(assignment, task) for assignment, task in graded if name in (task.task, f"{assignment}/{task.task}")]
    if len(found) == 1:
        return found[0]
    who = row.student.id
    names = [f"{assignment}/{task.task}" for assignment, task in found or graded]
    if found:
        raise GraderError(f"{name}: several assignments have such a task: use one of {', '.join(names)}")
    if not graded:
        raise GraderError(f"{who}: nothing of theirs is graded here; points that were given elsewhere: grader marks")
    raise GraderError(f"{name}: {who} has no graded task of that name: use one of {', '.join(names)}")


def _points(text: str, score: "TaskScore") -> Fraction | None:
    """The number, within what the task can earn; None takes an override back."""
    from grader.errors import GraderError
    from grader.scoring import decimal

    if text == GRADED:
        if score.overridden is None:
            raise GraderError(f"--points {GRADED}: {score.task} has no override that could be taken back")
        return None

    if not _NUMBER.fullmatch(text.strip()):
        raise GraderError(f"--points {text}: not a number from 0 on: write it as 3, 2.5 or 7/3, or {GRADED}")
    points = Fraction(text.strip().replace(",", "."))
    if points > score.max_points:
        raise GraderError(f"--points {text}: {score.task} is worth at most {decimal(score.max_points)}")
    return points
