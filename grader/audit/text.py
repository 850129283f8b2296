"""Python source as bytes that the syntax tree's positions point into, and edits of it: all else stays as it was."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

COMPOUND = ast.BinOp | ast.BoolOp | ast.Compare | ast.UnaryOp | ast.IfExp | ast.Lambda | ast.NamedExpr
"""Expressions that may need parentheses when they come to stand beside an operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The bytes from `start` to `end` are replaced by `text`."""

    start: int
    end: int
    text: bytes


class Source:
    """A module's text and its tree.  Positions are bytes from the start, for so the tree counts columns."""

    def __init__(self, text: str) -> None:
        self.raw = text.encode()
        self.tree = ast.parse(text)
        self._starts = [0]
        for line in self.raw.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where an expression or statement begins and ends, without parentheses around it."""
        place = _Place.of(node)
        return self._starts[place.line - 1] + place.column, self._starts[place.last_line - 1] + place.last_column

    def of(self, node: ast.AST) -> bytes:
        """The text of a node."""
        start, end = self.span(node)
        return self.raw[start:end]

    def between(self, one: ast.AST, other: ast.AST) -> tuple[int, int]:
        """What stands between two nodes: an operator, commas, parentheses."""
        return self.span(one)[1], self.span(other)[0]

    def sides(self, left: ast.AST, right: ast.AST, whole: ast.AST, symbol: bytes) -> tuple[bytes, bytes, Edit] | None:
        """Both operands with their parentheses, and the edit that would replace the `symbol` between them."""
        start, end = self.between(left, right)
        at = self.raw.find(symbol, start, end)
        if at < 0:
            return None
        first, last = self.span(whole)
        operator = Edit(start=at, end=at + len(symbol), text=symbol)
        return self.raw[first:at].rstrip(), self.raw[at + len(symbol) : last].lstrip(), operator

    def replace(self, node: ast.AST, text: bytes) -> Edit:
        """The edit that puts `text` in the place of a node."""
        start, end = self.span(node)
        return Edit(start=start, end=end, text=text)

    def grouped(self, node: ast.expr) -> bytes:
        """An expression's text that can stand beside any operator."""
        return b"(" + self.of(node) + b")" if isinstance(node, COMPOUND) else self.of(node)

    def edited(self, edit: Edit) -> str:
        """The module's text with one edit made."""
        return (self.raw[: edit.start] + edit.text + self.raw[edit.end :]).decode()

    def line_of(self, offset: int) -> int:
        """The number, from 1, of the line that a byte lies in."""
        return sum(start <= offset for start in self._starts[:-1])

    def lines(self) -> Sequence[str]:
        """The module's lines, without their ends."""
        return self.raw.decode().split("\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    line: int
    column: int
    last_line: int
    last_column: int

    @classmethod
    def of(cls, node: ast.AST) -> "_Place":
        if not isinstance(node, ast.expr | ast.stmt | ast.keyword):
            raise TypeError(f"{type(node).__name__} has no place")
        return cls(
            line=node.lineno,
            column=node.col_offset,
            last_line=node.end_lineno or node.lineno,
            last_column=node.end_col_offset or node.col_offset,
        )
