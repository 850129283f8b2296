"""`grader export`: an assignment packed for another grader, the grades of the class for other programs."""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import _export_grades
from grader.cli._options import course_option
from grader.cli._secret import make_or_read_secret
from grader.cli._tests import chosen_tests

if TYPE_CHECKING:
    from grader.course import CourseFolder
    from grader.model import Key, Material
    from grader.sandbox import Isolation

out_option = click.option("--out", type=click.Path(path_type=Path), help="The zip; build/<assignment>_<format>.zip.")
language_option = click.option(
    "--language",
    type=click.Choice(("ru", "en")),
    default="ru",
    show_default=True,
    help="What students are told in, where the roster says nothing.",
)


@click.group("export")
def command() -> None:
    """Packs an assignment for another grader, or writes the grades for another program."""


for grades in _export_grades.commands:
    command.add_command(grades)


@command.command("otter")
@click.argument("assignment")
@out_option
@language_option
@course_option
def otter(assignment: str, out: Path | None, language: str, course: Path) -> None:
    """Writes an autograder zip for Otter: for `otter run`, `otter grade`, and Gradescope with Otter.

    The zip holds the cases and what the reference shows for them; never the reference, the known mistakes or the
    course's secret.  Otter runs tests beside the student's code, so it keeps hidden cases from nobody who looks for
    them there; credit for known mistakes and the late penalty are this grader's alone.
    """
    from grader.errors import GraderError

    if importlib.util.find_spec("otter") is None:
        raise GraderError('Otter is not installed, and it makes the zip: pip install "grader[otter]"')
    from grader.bundles.otter import write_otter

    folder, material = _opened(course, assignment)
    path = out or Path("build") / f"{assignment}_otter.zip"
    write_otter(path, material, make_or_read_secret(folder), language)
    click.echo(f"written: {path}: try it with: otter run -a {path} <submission>")


@command.command("gradescope")
@click.argument("assignment")
@out_option
@language_option
@click.option(
    "--isolation",
    type=click.Choice(["strict", "basic"]),
    default="strict",
    show_default=True,
    help="What keeps a student's code in there; basic lets it read the reference.",
)
@course_option
def gradescope(assignment: str, out: Path | None, language: str, isolation: "Isolation", course: Path) -> None:
    """Writes an autograder zip with which this grader runs at Gradescope.

    Upload it as the assignment's autograder, and grade one submission as a test: where its container allows no strict
    isolation, the output says so and nothing is graded.  Students are found on the roster by the address that they
    have at Gradescope.  The zip holds the reference, the hidden cases and these addresses: give it to nobody else.
    """
    from grader.bundles.gradescope import Settings, write_gradescope

    folder, material = _opened(course, assignment)
    path = out or Path("build") / f"{assignment}_gradescope.zip"
    write_gradescope(
        path, folder.course, material, make_or_read_secret(folder), Settings(language=language, isolation=isolation)
    )
    click.echo(f"written: {path}: upload it as the autograder of {assignment}")


def _opened(course: Path, name: str) -> "tuple[CourseFolder, Material]":
    """The course and what its author wrote for one assignment."""
    from grader.course import load
    from grader.errors import GraderError

    folder = load(course)
    known = [a.name for a in folder.course.assignments if a.kind == "homework"]
    if name not in known:
        raise GraderError(f"there is no homework {name!r} to pack in {course}: use one of {', '.join(known)}")
    return folder, folder.material(name)


variants_option = click.option(
    "--variants", type=click.IntRange(1, 1000), help="So many variants, none of them a student's; else one per student."
)
languages_option = click.option(
    "--language",
    "spoken",
    type=click.Choice(("ru", "en", "both")),
    default="both",
    show_default=True,
    help="both: for Moodle's filter of multi-language content.",
)


@command.command("moodle-quiz")
@click.argument("assignment", metavar="TEST")
@click.option("--out", type=click.Path(path_type=Path), help="The file; build/<test>_moodle.xml.")
@variants_option
@languages_option
@course_option
def moodle_quiz(assignment: str, out: Path | None, variants: int | None, spoken: str, course: Path) -> None:
    """Writes a test as Moodle XML: a category for each question, in it a question for each variant.

    Import it into the question bank, and let a quiz take a random question from every category.  Numbers have their
    tolerances, known mistakes their hints and credit.  The file holds the answers: give it to nobody else.
    """
    from grader.exports import moodle_quiz as moodle

    keys, languages = _keys(course, assignment, variants), _languages(spoken)
    path = out or Path("build") / f"{assignment}_moodle.xml"
    moodle.write(keys, path, languages)
    click.echo(f"written: {path}: {len(keys)} variants of {len(keys[0].paper.questions)} questions")
    if moodle.judged_by_hand(keys[0]):
        click.echo(f"Moodle cannot judge these, they are essays: {', '.join(sorted(moodle.judged_by_hand(keys[0])))}")
    if moodle.needs_ordering(keys[0]):
        click.echo("some questions are of Moodle's type ordering: part of Moodle 4.4, a plugin before")


@command.command("gift")
@click.argument("assignment", metavar="TEST")
@click.option("--out", type=click.Path(path_type=Path), help="The file; build/<test>.gift.")
@variants_option
@languages_option
@course_option
def gift(assignment: str, out: Path | None, variants: int | None, spoken: str, course: Path) -> None:
    """Writes of a test what GIFT can hold: numbers, choices and matchings, one to a question, without pictures.

    The file holds the answers: give it to nobody else.
    """
    from grader.exports import gift as format

    keys, languages = _keys(course, assignment, variants), _languages(spoken)
    path = out or Path("build") / f"{assignment}.gift"
    format.write(keys, path, languages)
    click.echo(f"written: {path}: {len(keys)} variants of {len(format.held(keys[0]))} questions")
    if left_out := format.left_out(keys[0]):
        click.echo(f"GIFT cannot hold these: {', '.join(left_out)}")


def _keys(course: Path, name: str, variants: int | None) -> "list[Key]":
    """Variants with their answers: as many as are asked for, or those of the roster's students."""
    from grader.course import load
    from grader.judge.oracle import reference_module
    from grader.quiz.keys import draw_key, spoiled_references

    folder = load(course)
    (chosen,) = chosen_tests(folder, [name])
    material = folder.material(chosen)
    whose = [student.id for student in folder.course.roster]
    if variants is not None:
        # No id on a roster holds a blank, so that none of these is the paper of a student.
        whose = [f"variant {number}" for number in range(1, variants + 1)]
    reference, spoiled, secret = reference_module(material), spoiled_references(material), make_or_read_secret(folder)
    return [draw_key(material, reference, secret, one, spoiled) for one in whose]


def _languages(spoken: str) -> tuple[str, ...]:
    return ("ru", "en") if spoken == "both" else (spoken,)
