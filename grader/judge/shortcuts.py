"""Finds where a submission uses what a task forbids: by parsing it, so that a mention in a comment accuses nobody.

A task is accused of what its own functions use, and the functions of the same file that they call; an import that no
such function uses accuses nothing.  What is imported under computed names is noticed when it happens, in the sandbox
(`grader.sandbox.imports`).
"""

import ast
import functools
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from grader.model import Task

_ONE_AT_A_TIME = threading.Lock()
"""Python 3.11 counts the depth of a tree that is being made in one place for all threads (cpython issue 106905)."""

_IMPORTERS = {"importlib.import_module", "__import__"}

_ENDS = (ast.Name, ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
"""Nodes that have none of interest below them."""

_RECENT = 8
"""Files whose definitions are kept: a file is asked about once for each of its tasks."""


@dataclass(frozen=True, slots=True)
class Use:
    """A dotted name that is used, as it is called outside ("torch.nn.functional.dropout"), and the line."""

    name: str
    line: int


@dataclass(slots=True)
class _Definition:
    """What the code of one top-level name uses: names from outside, and other names of the same file."""

    uses: list[Use] = field(default_factory=list)
    refers: set[str] = field(default_factory=set)


def shortcut(source: str, task: Task) -> Use | None:
    """The first use of something that the task forbids, or None; None also where the file cannot be parsed."""
    if not task.forbids or not _mentions(source, task.forbids):
        return None
    definitions = _definitions(source)
    wanted = [name for required in task.requires for name in (required, _imported(required))]
    reached, waiting = set[str](), [name for name in wanted if name in definitions]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [other for other in definitions[name].refers if other in definitions]
    found = [use for name in reached for use in definitions[name].uses if forbidden(use.name, task.forbids)]
    if reached:
        found += [use for use in definitions["*"].uses if forbidden(use.name, task.forbids)]
    return min(found, key=lambda use: use.line, default=None)


def forbidden(name: str, forbids: Iterable[str]) -> bool:
    """Whether a dotted name is one of these, or lies below one."""
    return any(name == one or name.startswith(f"{one}.") for one in forbids)


def _mentions(source: str, forbids: Iterable[str]) -> bool:
    """Whether the text holds every part of a forbidden name, or what imports under computed names, anywhere at all.

    If not, then nothing in it can be a use, and it need not be parsed: most files end here.
    """
    text = source if source.isascii() else unicodedata.normalize("NFKC", source)  # as Python reads names
    dotted = any(all(part in text for part in name.split(".")) for name in forbids)
    return dotted or any(name.rpartition(".")[2] in text for name in _IMPORTERS)


@functools.lru_cache(maxsize=_RECENT)
def _definitions(source: str) -> dict[str, _Definition]:
    """What each top-level name uses; under "*" what `from … import *` brings in for all of them."""
    definitions = {"*": _Definition()}
    try:
        with _ONE_AT_A_TIME:
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return definitions
    aliases = dict(_aliases(tree.body))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and any(name.name == "*" for name in node.names):
            definitions["*"].uses.append(Use(node.module, node.lineno))
        for bound, dotted in _aliases([node]):
            definitions[_imported(bound)] = _Definition(uses=[Use(dotted, node.lineno)])
        for name in _names_of(node):
            definition = definitions.setdefault(name, _Definition())
            _collect(node, aliases, definition)
    return definitions


def _imported(name: str) -> str:
    """The entry of a name that the file only imports: its code is elsewhere, but it may be what is asked for."""
    return f"import {name}"


def _names_of(node: ast.stmt) -> Iterator[str]:
    """The top-level names that a statement defines, however deep in `if` and `try` it stands."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        for target in ast.walk(node):
            if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store):
                yield target.id
    elif isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                yield from _names_of(child)


def _aliases(body: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    """`("F", "torch.nn.functional")` for every name that an import binds, at any depth outside functions."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _bound(node)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _aliases(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt))


def _bound(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for name in node.names:
        if isinstance(node, ast.ImportFrom):
            yield name.asname or name.name, f"{node.module or ''}.{name.name}"
        elif name.asname:
            yield name.asname, name.name
        else:
            yield name.name.partition(".")[0], name.name.partition(".")[0]


def _collect(node: ast.stmt, outside: dict[str, str], definition: _Definition) -> None:
    """Adds what the statement uses.  Imports inside a function are uses where they stand."""
    aliases = dict(outside)
    within = _within(node)
    for inner in within:
        if isinstance(inner, ast.Import | ast.ImportFrom):
            for bound, dotted in _bound(inner):
                aliases[bound] = dotted
                definition.uses.append(Use(dotted, inner.lineno))
    importers = {**aliases, "__import__": "__import__"}
    for inner in within:
        if isinstance(inner, ast.Attribute | ast.Name):
            dotted = _dotted(inner, aliases)
            if dotted:
                definition.uses.append(Use(dotted, inner.lineno))
            if isinstance(inner, ast.Name):
                definition.refers.add(inner.id)
        elif isinstance(inner, ast.Call) and _dotted(inner.func, importers) in _IMPORTERS:
            definition.uses += [Use(text, inner.lineno) for text in _texts(inner.args[:1])]


def _within(node: ast.AST) -> list[ast.AST]:
    """The node and all below it, level by level; `ast.walk` takes several times as long."""
    nodes = [node]
    for outer in nodes:  # grows while it is walked
        if not isinstance(outer, _ENDS):
            for part in vars(outer).values():
                if isinstance(part, list):
                    nodes += [item for item in part if isinstance(item, ast.AST)]
                elif isinstance(part, ast.AST):
                    nodes.append(part)
    return nodes


def _texts(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _dotted(node: ast.expr, aliases: dict[str, str]) -> str:
    """`F.dropout` → "torch.nn.functional.dropout" where F is that module; "" for what no import bound."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in aliases:
        return ""
    return ".".join([aliases[node.id], *reversed(parts)])
