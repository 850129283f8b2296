"""Runs `grader` in this process, as its `main` does in one of its own."""

from click.testing import CliRunner

from grader.cli import group
from grader.errors import GraderError


def run(*arguments: str) -> tuple[int, list[str]]:
    """The exit status and the lines that were printed; of what a person can mend, 2 and what is told."""
    result = CliRunner().invoke(group, arguments)
    if isinstance(result.exception, GraderError):
        return 2, str(result.exception).splitlines()
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output.splitlines()


def lines(*arguments: str) -> list[str]:
    """The lines that were printed by a command that does its work, or what is told of what a person can mend."""
    status, said = run(*arguments)
    assert status in (0, 2), said
    return said
