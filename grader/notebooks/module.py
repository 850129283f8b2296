"""Code cells → one module: what is needed of each cell, one after the other, and whence every line comes."""

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from grader.notebooks.magics import Magics, parse
from grader.notebooks.needed import needed
from grader.notebooks.reading import Cell
from grader.notebooks.statements import Statement, statements

_LOOKS_DEFINED = re.compile(r"^(?:async[ \t]+)?(?:(?:def|class)[ \t]+)?(\w+)(?=[ \t]*[(:=])", re.MULTILINE)
_RAISED = {"IndentationError", "TabError"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleText:
    """The text of a module; one that was a notebook can always be parsed.

    `line_map` holds the cell and the line in it of every line of a notebook's, counted from 1; `notes` are remarks for
    `messages.note`.
    """

    source: str
    line_map: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A statement of a cell and its lines, or what stands for a cell that Python cannot read."""

    cell: int
    statement: Statement
    lines: Sequence[str]
    numbers: Sequence[int]
    broken: bool = False


def to_module(cells: Sequence[Cell], wanted: Collection[str] = ()) -> ModuleText:
    """The module of these cells, as far as it is needed for `wanted` names (by default all functions and classes).

    A cell that is no Python raises its `SyntaxError` where the module is loaded as a notebook, and whatever it looks
    like defining is missing for that reason.  Raises `Unreadable` where IPython is needed and not installed.
    """
    magics, notes = Magics(), list[str]()
    pieces: list[_Piece] = []
    for cell in cells:
        text = magics.taken_out(cell.text)
        try:
            pieces += _pieces(cell.number, text)
        except SyntaxError as error:
            pieces.append(_broken(cell.number, text, error))
            notes.append(f"cell_unread|{cell.number}|{_line(error, text)}|{_told(error)}")
    kept = needed([piece.statement for piece in pieces], wanted)
    chosen = [piece for piece, keep in zip(pieces, kept, strict=True) if keep or piece.broken]
    return ModuleText(
        source="".join(f"{line}\n" for piece in chosen for line in piece.lines),
        line_map=tuple((piece.cell, number) for piece in chosen for number in piece.numbers),
        notes=(*notes, *_twice(chosen, wanted)),
    )


def _pieces(cell: int, text: str) -> list[_Piece]:
    lines = text.split("\n")
    try:
        found = list(statements(parse(text), lines))
    except (RecursionError, MemoryError) as error:  # the compiler's own recursion, in `symtable`
        raise SyntaxError("nested too deeply") from error
    return [
        _Piece(
            cell=cell,
            statement=one,
            lines=lines[one.first - 1 : one.last],
            numbers=range(one.first, one.last + 1),
        )
        for one in found
    ]


def _broken(cell: int, text: str, error: SyntaxError) -> _Piece:
    """One statement that raises what Python said of the cell, and binds, by its form, what the cell seems to define."""
    names = dict.fromkeys(name for name in _LOOKS_DEFINED.findall(text) if name.isidentifier())
    kind = type(error).__name__ if type(error).__name__ in _RAISED else "SyntaxError"
    lines = ["if True:", f"    raise {kind}({_told(error)!r})"]
    lines += [f"    {name} = None" for name in names if _is_free(name)]
    (statement,) = statements(ast.parse("\n".join(lines)), lines)
    return _Piece(cell=cell, statement=statement, lines=lines, numbers=[_line(error, text)] * len(lines), broken=True)


def _is_free(name: str) -> bool:
    """Whether something can be bound to a word."""
    try:
        ast.parse(f"{name} = None")
    except SyntaxError:
        return False
    return True


def _line(error: SyntaxError, text: str) -> int:
    return min(max(error.lineno or 1, 1), text.count("\n") + 1)


def _told(error: SyntaxError) -> str:
    return " ".join(str(error.msg).encode("ascii", "replace").decode().split())[:200]


def _twice(pieces: Sequence[_Piece], wanted: Collection[str]) -> Iterator[str]:
    """A note for every name that several statements define as function or class; the last of them counts."""
    places: dict[str, list[int]] = defaultdict(list)
    for piece in pieces:
        if piece.statement.is_definition and not piece.broken:
            for name in piece.statement.binds:
                places[name].append(piece.cell)
    for name, found in places.items():
        if len(found) > 1 and (not wanted or name in wanted):
            yield f"defined_twice|{name}|{', '.join(map(str, dict.fromkeys(found)))}|{found[-1]}"
