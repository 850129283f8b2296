"""`grader final`: the course grade of one student, worked out line by line, or of the class, a line each."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import Places, gradebook_option

if TYPE_CHECKING:
    from grader.model import CourseGrade
    from grader.reports import ClassTable, Row


@click.command("final")
@click.argument("student", default="")
@click.option(
    "--language", type=click.Choice(["en", "ru"]), default="en", show_default=True, help="Of one student's lines."
)
@click.option(
    "--on",
    "asked",
    multiple=True,
    metavar="NAME",
    help="Assignment to ask about, by default all still to come; repeatable.",
)
@gradebook_option
def command(student: str, language: str, asked: tuple[str, ...], gradebook: str) -> None:
    """Shows how the course grade of STUDENT comes about, as on a whiteboard, and what a better one takes.

    STUDENT is an id, an alias, an e-mail or a name.  Without one: the class, a line each.  All of it is from the
    gradebook, with the policies of the latest run.
    """
    from grader.reports import class_table

    places = Places(course=Path(), roster=None, gradebook=gradebook)
    with closing(places.open_existing_gradebook()) as opened:
        table = class_table(opened, datetime.now(UTC))
    _check(table, student, asked)
    for line in _of_one(table, _row(table, student), language, asked) if student else _of_all(table):
        click.echo(line)


def _check(table: "ClassTable", student: str, asked: Sequence[str]) -> None:
    from grader.errors import GraderError

    names = [assignment.name for assignment in table.course.assignments]
    if asked and not student:
        raise GraderError("--on asks about one student: name the student")
    for name in asked:
        if name not in names:
            raise GraderError(f"--on {name}: there is no such assignment: use one of {', '.join(names)}")


def _row(table: "ClassTable", called: str) -> "Row":
    from grader.errors import GraderError
    from grader.intake.people import Person, Register

    register = Register(table.course.roster, {})
    match = register.match([Person(label=called, ids=(called,), name=called)])[called]
    for row in table.rows:
        if row.student.id == match.student:
            return row
    candidates = f"; it may be {' or '.join(match.candidates)}" if match.candidates else ""
    raise GraderError(f"{called}: not on the roster of run {table.run.id}{candidates}: write the student's id")


def _of_one(table: "ClassTable", row: "Row", language: str, asked: Sequence[str]) -> Iterator[str]:
    from grader import messages
    from grader.scoring import computation, needed

    yield f"{row.student.id}  {messages.clean(row.student.name, 200)}"
    decided = [one.override for cell in row.cells if cell.card is not None for one in cell.card.overridden]
    lines = messages.whiteboard(computation(table.course, row.grade, decided), language)
    for line in (*lines, *messages.needed(needed(table.course, row.grade, asked), language)):
        yield "  " * line.depth + line.text


def _of_all(table: "ClassTable") -> Iterator[str]:
    from grader import messages
    from grader.scoring import decimal

    names = [category.name for category in table.course.categories]
    width = max(len(row.student.id) for row in table.rows) if table.rows else 0
    yield "  ".join([" " * width, *(f"{name:>6}" for name in names), f"{'exact':>5}", "mark"])
    for row in table.rows:
        shares = [
            f"{'–' if one.share is None else decimal(one.share, 4):>{max(6, len(one.category))}}"
            for one in row.grade.categories
        ]
        exact = f"{decimal(row.grade.exact):>5}"
        yield "  ".join(
            [f"{row.student.id:{width}}", *shares, exact, _mark(row.grade), messages.clean(row.student.name, 200)]
        )


def _mark(grade: "CourseGrade") -> str:
    from grader.scoring import is_so_far

    if grade.mark is None:
        held = any(one.standing == "held" for category in grade.categories for one in category.assignments)
        return "held" if held else "no grade yet"
    passed = "passed" if grade.passed else "not passed"
    return f"{grade.mark:2} {passed}{' so far' if is_so_far(grade) else ''}"
