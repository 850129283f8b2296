"""A reference solution becomes a student's file: solution regions become stubs, docstrings keep one language.

A region stands between the comments `# BEGIN SOLUTION` and `# END SOLUTION`, each alone on its line, both with the
same indentation.  Inside a function it becomes `raise NotImplementedError`; elsewhere (a private helper of the
solution, at module level or in a class) it vanishes.  A docstring is written in English, then a paragraph that
begins with `ru:`; one half stays.  All else, the imports that only the solution needs included, is kept byte
for byte: the edits are made on lines, at the places that the syntax tree gives.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.errors import GraderError
from grader.model import LANGUAGES

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
INVITATION = {"en": "# Your code here", "ru": "# Ваш код"}

_RUSSIAN = re.compile(r"^[ \t]*ru:", re.MULTILINE)
_LITERAL = re.compile(r"""(?P<open>[rRuU]?(?P<quotes>\"{3}|'{3}|"|'))(?P<body>.*)(?P=quotes)""", re.DOTALL)

Scope = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """Lines `first` to `last`, counted from 1 and inclusive, are replaced by `lines`."""

    first: int
    last: int
    lines: tuple[str, ...]


def make_template(source: str, where: str, language: str) -> str:
    """The student's file in one language; `GraderError` names file, line and remedy if the source is not marked well.

    `source` has "\\n" between its lines; `where` names it in messages.
    """
    tree = _parse(source, where)
    lines = source.split("\n")
    regions = list(_regions(lines, where))
    edits = [_stub(region, tree, lines, (where, language)) for region in regions]
    for scope in _scopes(tree):
        if not any(_within(scope, region) for region in regions):
            edits += _docstring(scope, source, where, language)
    for edit in sorted(edits, key=lambda edit: edit.first, reverse=True):
        _apply(edit, lines)
    template = "\n".join(lines).rstrip("\n") + "\n"
    try:
        compile(template, where, "exec")
    except SyntaxError as error:
        raise GraderError(
            f"{where}: the template made of it does not compile ({error.msg}: {str(error.text).strip()[:60]!r}): "
            f"a region must hold whole statements, and what is left must be a program"
        ) from error
    return template


def solution_lines(source: str, where: str) -> list[str]:
    """The lines of code inside the regions, stripped, without blank ones: what no student may be given."""
    lines = source.split("\n")
    inside = [line.strip() for first, last in _regions(lines, where) for line in lines[first : last - 1]]
    return [line for line in inside if line]


def _parse(source: str, where: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise GraderError(f"{where}:{error.lineno}: {error.msg}") from error


# ------------------------------------------------------------------------------------------------- regions


def _regions(lines: list[str], where: str) -> Iterator[tuple[int, int]]:
    """The line numbers of the markers of every region; `GraderError` where they do not pair up."""
    opened = 0
    for number, line in enumerate(lines, start=1):
        marker = line.strip()
        if marker not in (BEGIN, END):
            if BEGIN in line or END in line:
                raise GraderError(f"{where}:{number}: the marker must stand alone on its line: move it")
        elif marker == BEGIN:
            if opened:
                raise GraderError(f"{where}:{number}: region opened inside that of line {opened}: add {END!r} before")
            opened = number
        elif not opened:
            raise GraderError(f"{where}:{number}: {END!r} without {BEGIN!r}: add or remove one")
        else:
            if _indent(line) != _indent(lines[opened - 1]):
                raise GraderError(f"{where}:{number}: indented unlike its {BEGIN!r} in line {opened}: align them")
            yield opened, number
            opened = 0
    if opened:
        raise GraderError(f"{where}:{opened}: {BEGIN!r} without {END!r}: add one")


def _stub(region: tuple[int, int], tree: ast.Module, lines: list[str], told: tuple[str, str]) -> _Edit:
    """What becomes of a region; `told` is where it stands and the language."""
    first, last = region
    where, language = told
    if not any(first < node.lineno and _end(node) < last for node in ast.walk(tree) if isinstance(node, ast.stmt)):
        raise GraderError(f"{where}:{first}: no statement between the markers: write the solution there")
    if isinstance(_around(region, tree), ast.FunctionDef | ast.AsyncFunctionDef):
        indent = _indent(lines[first - 1])
        return _Edit(
            first=first,
            last=last,
            lines=(indent + INVITATION[language], f"{indent}raise NotImplementedError"),
        )
    # Nothing is left here: of the blank lines before it and after it, the longer run stays.
    before = next((n for n, line in enumerate(reversed(lines[: first - 1])) if line.strip()), first - 1)
    after = next((n for n, line in enumerate(lines[last:]) if line.strip()), len(lines) - last)
    return _Edit(first=first, last=last + min(before, after), lines=())


def _around(region: tuple[int, int], tree: ast.Module) -> Scope:
    """The innermost function, class or module that a region is a part of."""
    enclosing = [scope for scope in _scopes(tree) if scope is tree or _first(scope) < region[0] < _end(scope)]
    return max(enclosing, key=_first)


def _within(scope: Scope, region: tuple[int, int]) -> bool:
    return not isinstance(scope, ast.Module) and region[0] < _first(scope) < region[1]


def _scopes(tree: ast.Module) -> Iterator[Scope]:
    return (node for node in ast.walk(tree) if isinstance(node, Scope))


def _first(scope: Scope) -> int:
    return 0 if isinstance(scope, ast.Module) else scope.lineno


def _end(node: ast.AST) -> int:
    """The last line of a node; 0 where it has none."""
    return getattr(node, "end_lineno", None) or 0


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


# ---------------------------------------------------------------------------------------------- docstrings


def _docstring(scope: Scope, source: str, where: str, language: str) -> list[_Edit]:
    """The edit that leaves one half of a scope's docstring; none if there is no docstring."""
    if ast.get_docstring(scope, clean=False) is None:
        return []
    node = scope.body[0]
    literal = _LITERAL.fullmatch(ast.get_source_segment(source, node) or "")
    if literal is None:
        raise GraderError(f"{where}:{node.lineno}: the docstring must be one plain string: write it in triple quotes")
    halves = _halves(literal["body"])
    if not all(halves.get(name) for name in LANGUAGES):
        raise GraderError(
            f"{where}:{node.lineno}: the docstring needs an English part, then a paragraph that begins with 'ru:'"
        )
    lines = source.split("\n")
    # The tree counts columns in bytes.
    before = lines[node.lineno - 1].encode()[: node.col_offset].decode()
    after = lines[_end(node) - 1].encode()[node.end_col_offset :].decode()
    half = _quoted(halves[language], literal, before)
    return [_Edit(first=node.lineno, last=_end(node), lines=tuple(f"{before}{half}{after}".split("\n")))]


def _halves(body: str) -> dict[str, str]:
    """Both halves of a docstring as it is written in the source, without their indentation, paragraphs kept."""
    parts = (inspect.cleandoc(part).strip() for part in _RUSSIAN.split(body, maxsplit=1))
    return dict(zip(("en", "ru"), parts, strict=False))


def _quoted(half: str, literal: re.Match[str], before: str) -> str:
    """A half in the quotes of the whole; of several lines, they are indented and the quotes stand on their own."""
    indent = _indent(before) if before.strip() else before
    first, *rest = half.split("\n")
    body = "\n".join([first, *(indent + line if line.strip() else "" for line in rest)])
    if rest or body.endswith(literal["quotes"][0]):
        body += f"\n{indent}"
    return f"{literal['open']}{body}{literal['quotes']}"


def _apply(edit: _Edit, lines: list[str]) -> None:
    lines[edit.first - 1 : edit.last] = edit.lines
