"""Python source as people hand it in: bytes → text, and the names that a text defines, without running it.

A student's own machine and the grader read a file by the same functions, so that what can be checked can be graded.
"""

import ast
import codecs
import io
import tokenize
from collections.abc import Iterable, Iterator
from typing import Literal

MAX_BYTES = 2 * 2**20
"""A larger file is not read."""

NOT_FOR_SOURCE = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Codecs that no editor writes; some of them take hours for a file of this size."""


Reason = Literal[
    "too_large",
    "empty",
    "encoding",
    # Of notebooks only.
    "not_a_notebook",
    "cut_off",
    "merge_conflict",
    "old_notebook",
    "needs_ipython",
    # Of the answer sheets of tests only.
    "html_page",
    "not_a_sheet",
    "sheet_cut_off",
]


class Unreadable(Exception):
    """Bytes that are no source: the reason; for "encoding" also where, in words, and the line, counted from 1."""

    def __init__(self, reason: Reason, detail: str = "", line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.detail, self.line = reason, detail, line


def decode(raw: bytes) -> str:
    """The text of a file as Python reads it: UTF-8, or the encoding that its first lines declare.

    Raises `Unreadable`.
    """
    if len(raw) > MAX_BYTES:
        raise Unreadable("too_large")
    if not raw.strip():
        raise Unreadable("empty")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + len(raw) - len(error.object)  # which has lost the byte order mark
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        if codecs.lookup(encoding).name not in NOT_FOR_SOURCE:
            return raw.decode(encoding)
    except (ValueError, SyntaxError, LookupError):
        pass
    line = raw.count(b"\n", 0, start) + 1
    raise Unreadable("encoding", f"byte {start}, line {line}", line)


def stubs_left(raw: bytes) -> int:
    """How many stubs of the template are still in a file, or in a notebook."""
    return raw.count(b"raise NotImplementedError")


def top_level_names(source: str) -> set[str] | None:
    """The names that a module binds at its top level, or None where `from … import *` leaves them open.

    Raises `SyntaxError` where the source cannot be parsed.
    """
    names = set(bound(ast.parse(source).body))
    return None if "*" in names else names


def bound(body: Iterable[ast.AST]) -> Iterator[str]:
    """The names that statements bind, but for those inside functions and classes; "*" for `from … import *`."""
    waiting = list(body)[::-1]  # no recursion: an expression may be nested as deeply as a student likes
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif not isinstance(node, ast.Lambda):
            waiting += list(ast.iter_child_nodes(node))[::-1]
