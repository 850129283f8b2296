"""The bytes of a notebook → its code cells, or the reason why there are none.

JSON is read as it is, not by nbformat: a student's machine may not have that, and a notebook that some tool saved
against the letter of the format has its code nonetheless.  Formats 3 and 4 are read, as all editors of the last ten
years write them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grader.sources import MAX_BYTES, Unreadable

MAX_NOTEBOOK_BYTES = 64 * 2**20
"""A larger notebook is not read: a hundred plots weigh a tenth of it."""

MAX_VALUES = 4 * 10**6
"""Of JSON in one notebook: each takes memory many times its size in the file."""

_WORD = re.compile(r"[\w.+-]*")
_CONFLICT = re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A code cell that is not empty.  `number` is what Jupyter calls it after "Restart and run all", from 1 on."""

    number: int
    text: str


def code_cells(raw: bytes) -> tuple[Cell, ...]:
    """The code cells of a notebook in their order; raises `Unreadable`."""
    document = _document(raw)
    if document.get("nbformat") not in (3, 4):
        raise Unreadable("old_notebook" if document.get("nbformat") in (1, 2) else "not_a_notebook")
    texts = [text for text in _code(document) if text.strip()]
    if not texts:
        raise Unreadable("empty")
    if sum(map(len, texts)) > MAX_BYTES:
        raise Unreadable("too_large")
    return tuple(Cell(number=number, text=text) for number, text in enumerate(texts, start=1))


def _document(raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_NOTEBOOK_BYTES or sum(map(raw.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise Unreadable("too_large")
    if not raw.strip():
        raise Unreadable("empty")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Unreadable("encoding", f"byte {error.start}, line {line}", line) from error
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        conflict = _CONFLICT.search(raw)
        if conflict:
            line = raw.count(b"\n", 0, conflict.start()) + 1
            raise Unreadable("merge_conflict", f"line {line}", line) from error
        raise Unreadable(
            "cut_off" if _breaks_off(text, error) else "not_a_notebook", f"line {error.lineno}", error.lineno
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:  # numbers of thousands of digits; nested beyond measure
        raise Unreadable("not_a_notebook") from error
    if not isinstance(document, dict):
        raise Unreadable("not_a_notebook")
    return document


def _breaks_off(text: str, error: json.JSONDecodeError) -> bool:
    """Whether JSON was right up to its end, but for the word in which that came."""
    if not text.lstrip().startswith("{"):
        return False
    return error.msg.startswith("Unterminated string") or _WORD.fullmatch(text.rstrip(), error.pos) is not None


def _code(document: dict[str, Any]) -> Iterator[str]:
    """The text of every code cell; what is not as the format says is passed over."""
    for holder in [document, *_list(document.get("worksheets"))]:
        for cell in _list(holder.get("cells") if isinstance(holder, dict) else None):
            if isinstance(cell, dict) and cell.get("cell_type") == "code":
                source = cell.get("source", cell.get("input", ""))
                lines = source if isinstance(source, list) else [source]
                text = "".join(line for line in lines if isinstance(line, str))
                yield text.replace("\r\n", "\n").replace("\r", "\n")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
