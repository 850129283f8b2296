"""The grades of the class for learning systems and spreadsheets: commands of `grader export`."""

import functools
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from grader.cli._options import Places, gradebook_option

if TYPE_CHECKING:
    from grader.exports.filling import Claim, Class, Filled
    from grader.exports.moodle_gradebook import Identity
    from grader.model import Scorecard
    from grader.reports import ClassTable

_PATH = click.Path(path_type=Path)
file_argument = click.argument("file", type=_PATH)
zeros_option = click.option(
    "--missing",
    "zeros",
    type=click.Choice(("empty", "policy")),
    default="empty",
    show_default=True,
    # Not a flag: the reader of a script should see what it decides.
    callback=lambda context, parameter, value: value == "policy",
    help="What work that was not handed in becomes: no grade, or 0 where the course counts it so.",
)
map_option = click.option(
    "--map", "map_file", type=_PATH, help="CSV name,student: who is whom, where names do not say."
)
scale_option = click.option(
    "--scale", "scaled", is_flag=True, help="Convert points where the maximum there is another than here."
)


def _out_option(default: str) -> Callable[..., Any]:
    return click.option("--out", type=_PATH, default=Path(default), show_default=True, help="The file to write.")


_beside_option = click.option("--out", type=_PATH, help="The file to write; <file>_filled.csv beside it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a file is filled in: who is whom, what missing work is, whether points are converted."""

    map_file: Path | None
    zeros: bool
    scaled: bool


def _filling_options(function: Callable[..., None]) -> Callable[..., None]:
    """Adds the options of a command that fills in a file; three of them are handed to it as one `manner`."""

    @map_option
    @zeros_option
    @scale_option
    @_beside_option
    @gradebook_option
    @functools.wraps(function)
    def command(*, map_file: Path | None, zeros: bool, scaled: bool, **others: Any) -> None:
        function(manner=Manner(map_file=map_file, zeros=zeros, scaled=scaled), **others)

    return command


@click.command("csv")
@click.option(
    "--dialect",
    type=click.Choice(("international", "russian-excel")),
    default="international",
    show_default=True,
    help="russian-excel: semicolons, decimal commas, UTF-8 with a byte order mark.",
)
@_out_option("build/gradebook.csv")
@gradebook_option
def plain_csv(dialect: str, out: Path, gradebook: str) -> None:
    """Writes the class as CSV: a row a student; points, or "missing", "held", "pending"."""
    from grader.exports import gradebook_csv
    from grader.exports.cells import INTERNATIONAL, RUSSIAN_EXCEL

    table = _table(gradebook)
    text = gradebook_csv.text(
        table.grades, table.course, RUSSIAN_EXCEL if dialect == "russian-excel" else INTERNATIONAL
    )
    _write(out, text, f"{len(table.rows)} students")


@click.command("xlsx")
@_out_option("build/gradebook.xlsx")
@gradebook_option
def workbook(out: Path, gradebook: str) -> None:
    """Writes the class as a workbook: a sheet for the class, one for the tasks of each assignment."""
    from grader.exports import xlsx

    table = _table(gradebook)
    data = xlsx.workbook(table.grades, table.course, _cards(table), table.run.started)
    _write(out, data, f"{len(table.rows)} students")


@click.command("nbgrader")
@zeros_option
@_out_option("build/nbgrader.csv")
@gradebook_option
def nbgrader(zeros: bool, out: Path, gradebook: str) -> None:
    """Writes the columns that `nbgrader export` writes: a row for each assignment and student."""
    from grader.exports import nbgrader_csv

    _write_rows(nbgrader_csv.text, out, gradebook, zeros=zeros)


@click.command("gradescope-grades")
@zeros_option
@_out_option("build/gradescope.csv")
@gradebook_option
def gradescope_grades(zeros: bool, out: Path, gradebook: str) -> None:
    """Writes the class in the columns of Gradescope's "Download grades", by SID and e-mail.

    Gradescope documents no import of grades: this is for what reads its files.  To show grades there, let
    it run the grader: `grader export gradescope`.
    """
    from grader.exports import gradescope_grades

    _write_rows(gradescope_grades.text, out, gradebook, zeros=zeros)


@click.command("moodle")
@click.option(
    "--identity",
    type=click.Choice(("email", "username", "idnumber")),
    default="email",
    show_default=True,
    help="How Moodle finds a user; username and idnumber are the roster's id.",
)
@click.option(
    "--grades",
    "wanted",
    type=click.Choice(("points", "mark")),
    default="points",
    show_default=True,
    help="The points of each assignment, or the mark of the course.",
)
@click.option(
    "--decimal",
    type=click.Choice(("point", "comma")),
    default="point",
    show_default=True,
    help="Moodle reads numbers in the language of its interface: comma for Russian.",
)
@zeros_option
@_out_option("build/moodle_grades.csv")
@gradebook_option
def moodle(
    identity: "Identity", wanted: str, decimal: Literal["point", "comma"], zeros: bool, out: Path, gradebook: str
) -> None:
    """Writes a CSV for Moodle's gradebook: Grades, Import, CSV file; "-" where there is no grade.

    Grades that come in this way override those that an assignment there has: for one of those, rather
    use moodle-worksheet.
    """
    from grader.exports import moodle_gradebook
    from grader.exports.given import COURSE

    table = _table(gradebook)
    targets = [COURSE] if wanted == "mark" else [assignment.name for assignment in table.course.assignments]
    mark = "," if decimal == "comma" else "."
    made = moodle_gradebook.make(table.grades, table.course, targets, identity, mark=mark, zeros=zeros)
    _write(out, made.text, f"{made.students} of {len(table.rows)} students; map {identity}, then each column")
    for remark in made.remarks:
        click.echo(remark)
    if COURSE in targets:
        _tell_so_far(table)


@click.command("moodle-worksheet")
@file_argument
@click.option("--assignment", required=True, metavar="NAME", help='What the grades are for; or "course".')
@_filling_options
def moodle_worksheet(file: Path, assignment: str, out: Path | None, gradebook: str, manner: Manner) -> None:
    """Fills in FILE, a grading worksheet downloaded from a Moodle assignment, in English or Russian.

    Participants are matched by number (an alias on the roster), id, e-mail or full name.  All but the grades comes
    back byte for byte.  Moodle takes no empty grade: what it has stays where there is none here.
    """
    from grader.errors import GraderError
    from grader.exports import moodle_worksheet as worksheet
    from grader.exports.given import COURSE, targets

    table = _table(gradebook)
    if assignment not in targets(table.course):
        known = ", ".join(targets(table.course))
        raise GraderError(f"--assignment {assignment}: there is no such assignment: use one of {known}")
    sheet = worksheet.read(file)
    filled = worksheet.fill(sheet, assignment, _class(table, sheet.claims(), manner))
    _write_filled(file, out, filled)
    if assignment == COURSE:
        _tell_so_far(table)


@click.command("canvas")
@file_argument
@click.option("--column", "chosen", multiple=True, metavar="NAME=ID", help="An assignment's column, by its number.")
@_filling_options
def canvas(file: Path, chosen: tuple[str, ...], out: Path | None, gradebook: str, manner: Manner) -> None:
    """Fills in FILE, a gradebook exported from Canvas: the columns that are called by an assignment's name or title.

    Another column is named with --column, as in --column hw01_backprop=4711 or --column course=4712.  Students are
    matched by id, SIS id, login or name.  All other cells come back byte for byte.
    """
    from grader.exports import canvas as format
    from grader.exports.given import COURSE
    from grader.messages import clean

    table = _table(gradebook)
    downloaded = format.read(file)
    columns = format.columns_of(downloaded, table.course, _chosen(chosen))
    filled = format.fill(downloaded, columns, _class(table, downloaded.claims(), manner))
    _write_filled(file, out, filled)
    for target, column in columns.items():
        click.echo(f"{target}: column {clean(column.name, 80)} ({column.id})")
    others = [one.name for one in table.course.assignments if one.name not in columns]
    if others:
        click.echo(f"not in the file: {', '.join(others)}")
    if COURSE in columns:
        _tell_so_far(table)


commands = (plain_csv, workbook, nbgrader, gradescope_grades, moodle, moodle_worksheet, canvas)


def _table(gradebook: str) -> "ClassTable":
    from grader.cli._class_table import strangers_line
    from grader.reports import class_table

    places = Places(course=Path(), roster=None, gradebook=gradebook)
    with closing(places.open_existing_gradebook()) as opened:
        table = class_table(opened, datetime.now(UTC))
    if table.strangers:
        click.echo(strangers_line(table.strangers), err=True)
    return table


def _tell_so_far(table: "ClassTable") -> None:
    """Says where marks of the course are not the last word."""
    from grader.scoring import is_so_far

    count = sum(1 for grade in table.grades if grade.mark is not None and is_so_far(grade))
    if count:
        click.echo(f"the mark of {count} students is as of now: something is still to come or to be decided")


def _cards(table: "ClassTable") -> "dict[tuple[str, str], Scorecard]":
    """The scorecards that count, by student and assignment."""
    return {
        (row.student.id, cell.assignment.name): cell.card
        for row in table.rows
        for cell in row.cells
        if cell.card is not None
    }


def _class(table: "ClassTable", claims: "Iterable[Claim]", manner: Manner) -> "Class":
    """The class, and who on its roster the rows of a file are about."""
    from grader.exports.filling import LEFT_OUT, Class
    from grader.intake import read_map
    from grader.intake.mapping import LEAVE_OUT
    from grader.intake.people import Person, Register

    course = table.course
    mapped = read_map(manner.map_file, course.roster) if manner.map_file is not None else {}
    people = [Person(label=one.label, ids=one.ids, numbers=one.numbers, name=one.name) for one in claims]
    found = Register(course.roster, mapped).match(people)
    return Class(
        course=course,
        grades=table.grades,
        matched={
            label: LEFT_OUT if match.student == LEAVE_OUT else match.student
            for label, match in found.items()
            if match.student is not None
        },
        candidates={label: match.candidates for label, match in found.items() if match.candidates},
        zeros=manner.zeros,
        scaled=manner.scaled,
    )


def _chosen(texts: Iterable[str]) -> Mapping[str, str]:
    from grader.errors import GraderError

    chosen = {}
    for text in texts:
        name, equals, number = text.partition("=")
        if not equals or not number.isdecimal():
            raise GraderError(f"--column {text}: write it as NAME=ID, the number that Canvas shows in brackets")
        chosen[name] = number
    return chosen


def _write_rows(text: Callable[..., str], out: Path, gradebook: str, *, zeros: bool) -> None:
    """Writes what a format of fixed columns makes of the class."""
    table = _table(gradebook)
    data = text(table.grades, table.course, _cards(table), zeros=zeros)
    _write(out, data, f"{len(table.rows)} students, {len(table.course.assignments)} assignments")


def _write(out: Path, data: str | bytes, about: str) -> None:
    from grader.errors import GraderError
    from grader.files import write_atomically

    try:
        write_atomically(out, data)
    except OSError as error:
        raise GraderError(f"{out}: cannot be written ({error.strerror}): name another file with --out") from error
    click.echo(f"written: {out}: {about}")


def _write_filled(file: Path, out: Path | None, filled: "Filled") -> None:
    path = out or file.with_name(f"{file.stem}_filled.csv")
    same = [f"{filled.same} already there"] if filled.same else []
    without = [f"{count} {why}" for why, count in sorted(filled.without.items())]
    _write(path, filled.data, ", ".join([f"{filled.written} grades", *same, *without]))
    for remark in filled.remarks:
        click.echo(f"line {remark.line}: {remark.text}" if remark.line else remark.text)
