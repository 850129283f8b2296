"""The command line.  One file is one command, found by its name; each loads what it needs only when it runs."""

import importlib
import pkgutil
import sys
from typing import NoReturn

import click

from grader import __version__
from grader.cli._missing import what_to_install
from grader.errors import GraderError


class LazyGroup(click.Group):
    """Commands are the modules of this package; a module is imported when its command is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of the commands, in alphabetical order."""
        return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name, or None."""
        if name not in self.list_commands(context):
            return None
        command: click.Command = importlib.import_module(f"grader.cli.{name}").command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grader")
def group() -> None:
    """Hands out, grades and reports the homework and tests of a course.

    Students need `grader check`; instructors mostly `grader autograde` and `grader report`.
    """


def main() -> None:
    """Entry point of the console command: what a person can mend is one line and exit status 2."""
    try:
        group.main(prog_name="grader", standalone_mode=True)
    except GraderError as error:
        _give_up(str(error))
    except ModuleNotFoundError as error:
        told = what_to_install(error)
        if told is None:
            raise
        _give_up(told)


def _give_up(why: str) -> NoReturn:
    click.echo(f"grader: {why}", err=True)
    sys.exit(2)
