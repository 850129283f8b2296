"""Keeps what a student's code prints away from the table, and remembers the beginning of it."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from grader.check.report import Printed
from grader.observe import OutputLimitReached

KEPT = 10_000
"""Characters of one case's output that are kept."""


class _Output(io.TextIOBase):
    def __init__(self, limit: int) -> None:
        self.left, self.kept, self.breaks, self.last = limit, "", 0, "\n"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.left -= len(text)
        if self.left < 0:
            raise OutputLimitReached
        self.kept += text[: KEPT - len(self.kept)]
        self.breaks += text.count("\n")
        self.last = text[-1:] or self.last
        return len(text)


class Capture:
    """Collects what was printed, case by case."""

    def __init__(self) -> None:
        self._printed: list[Printed] = []

    @property
    def printed(self) -> tuple[Printed, ...]:
        """What was printed by those that printed anything."""
        return tuple(self._printed)

    @contextmanager
    def of(self, case: str, limit: int) -> Iterator[None]:
        """Within it nothing reaches the terminal, input is at its end, and printing beyond `limit` characters

        raises `OutputLimitReached`.
        """
        output, stdin = _Output(limit), sys.stdin
        sys.stdin = io.StringIO()
        try:
            with redirect_stdout(output), redirect_stderr(output):
                yield
        finally:
            sys.stdin = stdin
            lines = output.breaks + (output.last != "\n")
            if lines:
                self._printed.append(Printed(case=case, lines=lines, text=output.kept))
