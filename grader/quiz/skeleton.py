"""Lines of Python that a student wrote, put into the skeleton of their question, and whence each line comes."""

import textwrap
from dataclasses import dataclass

from grader.questions.asking import PLACE

MAX_LINES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A module; the student's lines are those from `first` on, counted from 1, `count` of them."""

    source: str
    first: int
    count: int

    def own_line(self, line: int | None) -> int | None:
        """A line of the module as the student counts them; None for one of the skeleton's."""
        if line is None or not self.first <= line < self.first + self.count:
            return None
        return line - self.first + 1


def fill(skeleton: str, typed: str) -> Filled:
    """The skeleton with the lines in their place, indented as it is; blank lines around them are left out.

    What was typed may be indented as a whole, and in a fence of Markdown.
    """
    before, _, after = skeleton.partition(PLACE)
    above, _, beside = before.rpartition("\n")
    indent = beside[: len(beside) - len(beside.lstrip())]
    lines = _lines(typed)
    return Filled(
        source=before + ("\n" + indent).join(lines) + after,
        first=above.count("\n") + 2 if "\n" in before else 1,
        count=len(lines),
    )


def _lines(typed: str) -> list[str]:
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) >= 2 and lines[0].strip().startswith("```") and lines[-1].strip() == "```":
        lines = lines[1:-1]
    return textwrap.dedent("\n".join(lines[:MAX_LINES])).split("\n")
