"""What IPython understands and Python does not is taken out of a cell; every line stays where it was."""

import ast
import importlib
import re
import warnings
from collections.abc import Sequence
from types import ModuleType

from grader.sources import Unreadable

AROUND = frozenset({"time", "capture", "prun"})
"""Cell magics around Python that defines what it defines: the rest of such a cell counts."""

MAX_WORK = 2**21
"""Characters gone through for one notebook: each magic takes its cell's once."""

_CELL_MAGIC = re.compile(r"\s*%%(\w*)[^\n]*")


def parse(text: str) -> ast.Module:
    """The syntax tree of Python text, whatever the text warns of; raises `SyntaxError` for all that is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError:
        raise
    except (ValueError, RecursionError, MemoryError) as error:  # null bytes, lone surrogates; nested beyond measure
        raise SyntaxError(str(error) or "nested too deeply") from error


class Magics:
    """Takes magics out of the cells of one notebook, as long as that is no endless work."""

    def __init__(self) -> None:
        self._left = MAX_WORK

    def taken_out(self, text: str) -> str:
        """The Python of a cell, line for line: a magic or a shell line becomes `pass`, `%%bash` leaves nothing.

        Text that is no Python even so is given back with what could be taken out.  Raises `Unreadable` where IPython
        is needed for that and not installed.
        """
        while found := _CELL_MAGIC.match(text):
            if found[1] not in AROUND:
                return ""
            text = "\n" * found[0].count("\n") + text[found.end() :]
        try:
            parse(text)
        except SyntaxError:
            return self._transformed(text)
        return text

    def _transformed(self, text: str) -> str:
        ipython = _ipython()
        manager = ipython.TransformerManager()
        lines = [line + "\n" for line in text.split("\n")]
        try:
            for clean in (ipython.leading_indent, ipython.classic_prompt, ipython.ipython_prompt):
                lines = clean(lines)
            changed = True
            while changed and self._left > 0:
                self._left -= len(text)
                changed, after = manager.do_one_token_transform(lines)
                lines = _dropped(lines, after) if changed else lines
        except Exception:  # noqa: BLE001 - it was made for text that people type, and this is whatever was handed in
            return text
        return "".join(lines).removesuffix("\n")


def _dropped(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """`before` with `pass` in place of the lines that were made into one line of `after`."""
    first = next(number for number, (old, new) in enumerate(zip(before, after, strict=False)) if old != new)
    joined = len(before) - len(after)
    indent = before[first][: len(before[first]) - len(before[first].lstrip())]
    return [*before[:first], f"{indent}pass\n", *["\n"] * joined, *after[first + 1 :]]


def _ipython() -> ModuleType:
    try:
        return importlib.import_module("IPython.core.inputtransformer2")
    except ImportError as error:  # most notebooks need none of it, and a student's machine may not have it
        raise Unreadable("needs_ipython") from error
