"""Where commands for instructors print to."""

import sys

from rich.console import Console

PLAIN_WIDTH = 170
"""Columns where there is no terminal to ask: tables in a log are wide rather than cut."""


def make_console() -> Console:
    """Standard output, in colour on a terminal, plain and wide elsewhere; never fails on a letter it cannot print."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    return Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH, force_terminal=False, color_system=None)
