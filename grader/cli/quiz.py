"""`grader quiz`: what students are handed out for a test, and its answers for the instructor."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import course_option, roster_option
from grader.cli._secret import make_or_read_secret, read_secret
from grader.cli._tests import chosen_tests
from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.course import CourseFolder
    from grader.model import Student
    from grader.quiz.issue import Spoken


@click.group("quiz")
def command() -> None:
    """Hands out tests: every student's own paper, and the key to it."""


@command.command("issue")
@click.argument("assignments", nargs=-1, metavar="[TEST]...")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("papers"),
    show_default=True,
    help="Where each student gets a folder, named by id.",
)
@click.option("--student", "only", multiple=True, metavar="ID", help="Only this student; may be given several times.")
@click.option(
    "--language",
    "spoken",
    type=click.Choice(("ru", "en", "both")),
    default="both",
    show_default=True,
    help="both: the page has a switch; notebook and sheet are in the student's own.",
)
@roster_option
@course_option
def issue(
    assignments: tuple[str, ...], out: Path, only: tuple[str, ...], spoken: "Spoken", course: Path, roster: Path | None
) -> None:
    """Writes the papers of the named tests, or of all: for every student a web page, a notebook, a Markdown sheet.

    All three ask the same, and any of them may be handed in: the page saves a file of answers, the others are
    filled in as they are.  None of them tells what is right.  The same course, secret and student give the same
    paper whenever it is written.
    """
    from grader.course import load
    from grader.files import write_atomically
    from grader.quiz.issue import issue

    folder = load(course, roster)
    students = _students(folder, only)
    for name in chosen_tests(folder, assignments):
        count = 0
        for issued in issue(folder.material(name), students, make_or_read_secret(folder), spoken):
            for file, text in issued.files.items():
                write_atomically(out / issued.student / file, text, lasting=False)
            count += len(issued.files)
        click.echo(f"{name}: {len(students)} papers, {count} files below {out.as_posix()}/")


@command.command("key")
@click.argument("assignment", metavar="TEST")
@click.argument("student")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file instead.")
@click.option("--language", type=click.Choice(("ru", "en")), default="en", show_default=True)
@roster_option
@course_option
def key(assignment: str, student: str, out: Path | None, language: str, course: Path, roster: Path | None) -> None:
    """Shows the paper of STUDENT with the right answers.  For instructors: give it to nobody."""
    from grader.course import load
    from grader.files import write_atomically
    from grader.judge.oracle import reference_module
    from grader.quiz.keys import draw_key, told

    folder = load(course, roster)
    (name,) = chosen_tests(folder, [assignment])
    (whose,) = _students(folder, [student])
    material = folder.material(name)
    text = told(draw_key(material, reference_module(material), read_secret(folder), whose.id), language)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_atomically(out, text)
        click.echo(f"written: {out}")


def _students(folder: "CourseFolder", wanted: Sequence[str]) -> "list[Student]":
    """The students with these ids, or all; no two may share a folder where letters' case does not count."""
    students = {student.id: student for student in folder.course.roster}
    for one in wanted:
        if one not in students:
            raise GraderError(f"there is no student {one!r} on the roster: correct the id")
    chosen = [students[one] for one in dict.fromkeys(wanted)] or list(students.values())
    seen: dict[str, str] = {}
    for student in chosen:
        other = seen.setdefault(student.id.casefold(), student.id)
        if other != student.id:
            raise GraderError(
                f"the roster: {other!r} and {student.id!r} differ in the case of letters only, and many systems would "
                "put both into one folder: rename one, or issue them apart with --student"
            )
    return chosen
