"""`grader appeal`: what a hidden case asked one student, what came back, and what should have."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import Manner, Places, with_manner, with_places
from grader.cli._secret import read_secret

if TYPE_CHECKING:
    from grader.autograde import Hearing
    from grader.model import Observation

MAX_ENTRIES = 40
"""Entries of an array that are printed whole; of a longer one the ends are."""


@click.command("appeal")
@click.argument("student")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--assignment", "name", metavar="NAME", help="Whose cases; by default the one that the file is named by.")
@click.option("--case", "cases", multiple=True, metavar="NAME", help="Hear this case only; repeatable.")
@with_manner
@with_places
def command(student: str, file: Path, name: str | None, cases: tuple[str, ...], manner: Manner, places: Places) -> None:
    """Hears STUDENT's FILE once more, and shows the inputs, what was seen and what was expected.

    Inputs are drawn again from the course's secret, so they are those of the day of grading.  Without --case the cases
    that are not passed are shown.  Nothing is written to the gradebook.
    """
    from grader.autograde import SheetJudge, hear
    from grader.errors import GraderError
    from grader.intake import read_one
    from grader.judge import Oracle
    from grader.messages import unreadable
    from grader.sandbox import ForkSandbox, choose_wall

    folder = places.open_course()
    material = folder.material(_assignment(name, file, [a.name for a in folder.course.assignments if a.tasks]))
    for case in cases:
        if case not in {one.name for one in material.cases}:
            raise GraderError(f"--case {case}: {material.assignment.name} has no such case")
    submission = read_one(file, material.assignment, student)
    if submission.source is None:
        told = unreadable(submission.unreadable, submission.detail, "en")
        raise GraderError(f"{file}: refused, so there is nothing to hear; the student is told: {told}")
    secret = read_secret(folder)
    wall = choose_wall(manner.isolation)
    with closing(ForkSandbox(material.folder, material.assignment.libraries, wall)) as sandbox:
        shown, oracle = 0, Oracle(material)
        if material.assignment.kind == "quiz":
            students = [one.id for one in folder.course.roster]
            hearings = SheetJudge(oracle, secret, students, sandbox).hear(submission, cases)
        else:
            hearings = hear(oracle, sandbox, submission, secret, cases)
        for hearing in hearings:
            if cases or hearing.outcome.credit != 1:
                shown += 1
                click.echo("\n".join(_lines(hearing)))
    if not shown:
        click.echo(f"{file}: every case of {material.assignment.name} is passed by {student}'s inputs")


def _assignment(name: str | None, file: Path, known: list[str]) -> str:
    from grader.errors import GraderError

    wanted = name or next((one for one in known if one in file.name or one in file.parent.name), None)
    if wanted not in known:
        raise GraderError(f"{name or file}: which assignment is it? Name one with --assignment: {', '.join(known)}")
    return wanted


def _lines(hearing: "Hearing") -> Iterator[str]:
    from grader import messages

    case, outcome = hearing.case, hearing.outcome
    yield f"{case.task}: {case.name} ({case.visibility}), {case.points} points, seed {hearing.seed}"
    yield f"  {case.title['en']}"
    yield f"  verdict   {outcome.verdict}: {messages.outcome(outcome, 'en', reveal=True)}"
    yield f"  was told  {messages.outcome(outcome, 'ru')}"
    for heading, seen in (("expected", hearing.expected), ("observed", hearing.observed)):
        yield f"  {heading}"
        yield from (f"    {line}" for line in _shown(seen))
    yield ""


def _shown(seen: "Observation") -> Iterator[str]:
    import numpy as np

    from grader import messages
    from grader.trees import leaves

    if seen.failure is not None:
        yield f"{seen.failure} {messages.clean(seen.detail)}".rstrip()
        return
    for path, leaf in leaves(seen.value):
        if isinstance(leaf, np.ndarray):
            with np.printoptions(threshold=MAX_ENTRIES, precision=10, linewidth=110):
                first, *rest = str(leaf).splitlines() or [""]
            yield f"{messages.clean(path)}: {leaf.dtype} {leaf.shape} {first}"
            yield from (f"  {line}" for line in rest)
        else:
            yield f"{messages.clean(path)}: {messages.clean(repr(leaf)[:300])}"
