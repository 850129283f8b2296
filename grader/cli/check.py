"""`grader check`: a student's own file against the public cases."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._check_fit import fit
from grader.messages import checking as say

if TYPE_CHECKING:
    from rich.console import Console

    from grader.check import CannotCheck

LANGUAGES = ("ru", "en")


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer; by default the folder's.")
@click.option("--prints", is_flag=True, help="Also show what your code printed in the cases.")
@click.pass_context
def command(context: click.Context, file: Path, language: str | None, prints: bool) -> None:
    """Runs the public cases of an assignment on your FILE.

    FILE, a .py or a notebook, lies in the assignment's folder as you downloaded it; the folder itself will do, too.
    The exit status is 0 if all public cases pass, 1 if not, and 2 if they could not be run.  Hidden cases are not here:
    this is not the grade.
    """
    from rich.console import Console

    from grader.check import CannotCheck, prepare, run
    from grader.cli._check_table import show

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    console, errors = Console(file=sys.stdout), Console(file=sys.stderr)
    try:
        prepared = prepare(file)
    except CannotCheck as reason:
        for sentence in _why_not(reason, language):
            _tell(errors, sentence)
        context.exit(2)
    spoken = language or prepared.handout.language
    with _progress(console, spoken) as started:
        report = run(prepared, started=started, stuck=lambda name: _stuck(name, spoken, console, errors))
    show(report, spoken, console, prints=prints)
    context.exit(0 if report.passed == report.total else 1)


@contextmanager
def _progress(console: "Console", language: str) -> "Iterator[Callable[[str], None]]":
    """On a terminal, one line that says which case runs; it goes when all is done."""
    if not console.is_terminal:
        yield lambda name: None
        return
    with console.status("", spinner="line") as status:

        def started(name: str) -> None:
            words = say("running", language, name=name) if name else say("loading", language)
            status.update(fit(words, console.encoding))

        yield started


def _why_not(reason: "CannotCheck", language: str | None) -> list[str]:
    """The reason in the language asked for, else in the folder's; in both where neither is known."""
    key = f"{reason.reason}.name" if reason.reason == "no_file" and reason.language else reason.reason
    known = language or reason.language
    return [say(key, one, **_facts(reason, one)) for one in ([known] if known else LANGUAGES)]


def _facts(reason: "CannotCheck", language: str) -> dict[str, str]:
    """The facts of a reason, and of a notebook the sentence that the grader says of it."""
    from grader import messages

    if reason.reason != "notebook":
        return reason.facts
    sentence = messages.unreadable(reason.facts["kind"], reason.facts["detail"], language)
    return {**reason.facts, "sentence": sentence}


def _stuck(name: str, language: str, console: "Console", errors: "Console") -> None:
    """What can neither be interrupted nor waited for ends the whole command, from the thread that noticed."""
    from grader.check.exits import end_process

    console.show_cursor(True)
    _tell(errors, say("stuck", language, name=name))
    end_process(1)


def _tell(errors: "Console", sentence: str) -> None:
    errors.print(fit(f"grader: {sentence}", errors.encoding), markup=False, highlight=False, soft_wrap=True)
