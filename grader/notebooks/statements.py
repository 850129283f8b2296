"""The statements of a cell's top level, and the names that each of them binds, reads and changes.

Which names of a function are global is not guessed: `symtable` is the compiler's own answer.
"""

import ast
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from grader.sources import bound

_INLINE = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_NAMESPACES = frozenset({"globals", "locals", "vars"})
_WORK = (ast.Call, ast.Await, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of the top level, or several that share a line."""

    nodes: tuple[ast.stmt, ...]
    first: int
    last: int
    """Its lines, counted from 1, inclusive."""
    binds: frozenset[str]
    reads: frozenset[str]
    """Global names that it reads when it is executed."""
    reads_later: frozenset[str]
    """Global names that are read when what it defines is called."""
    writes: frozenset[str]
    """Names that it deletes, and of things in which it sets attributes or items."""
    hands_on: frozenset[str]
    """Names of things that it hands to a call, or a method of which it calls: they may be other things afterwards."""

    @property
    def is_import(self) -> bool:
        """Whether it imports, and nothing else."""
        return all(isinstance(node, ast.Import | ast.ImportFrom) for node in self.nodes)

    @property
    def imports_everything(self) -> bool:
        """Whether nobody can tell which names it binds, or it changes how Python reads the rest."""
        return "*" in self.binds or any(
            isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in self.nodes
        )

    @property
    def is_definition(self) -> bool:
        """Whether it defines functions and classes, and nothing else."""
        return all(isinstance(node, _DEFINITIONS) for node in self.nodes)

    @property
    def is_quiet(self) -> bool:
        """Whether it imports, defines, or binds names to what costs nothing to compute."""
        return self.is_import or self.is_definition or all(map(_is_constant, self.nodes))

    @property
    def is_call(self) -> bool:
        """Whether it is a call of which nothing is kept."""
        return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) for node in self.nodes)


def statements(tree: ast.Module, lines: list[str]) -> Iterator[Statement]:
    """The statements of a cell, of whose text `lines` are the lines; raises `SyntaxError` for misplaced `nonlocal`."""
    group: list[ast.stmt] = []
    last = 0
    for node in tree.body:
        if group and _first(node) > last:
            yield _statement(group, lines)
            group = []
        group.append(node)
        last = max(last, node.end_lineno or node.lineno)
    if group:
        yield _statement(group, lines)


def _first(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, _DEFINITIONS) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _statement(nodes: list[ast.stmt], lines: list[str]) -> Statement:
    first, last = min(map(_first, nodes)), max(node.end_lineno or node.lineno for node in nodes)
    reads, reads_later = _read("\n".join(lines[first - 1 : last]))
    executed = [inner for node in nodes for inner in _executed(node)]
    return Statement(
        nodes=tuple(nodes),
        first=first,
        last=last,
        binds=frozenset(bound(nodes)) | ({"*"} if any(map(_binds_unseen, executed)) else set()),
        reads=frozenset(reads),
        reads_later=frozenset(reads_later),
        writes=frozenset(_written(executed)),
        hands_on=frozenset(_handed_on(executed)),
    )


def _read(text: str) -> tuple[set[str], set[str]]:
    """The global names that statements read at once, and later."""
    now: set[str] = set()
    later: set[str] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        top = symtable.symtable(text, "cell", "exec")
    now |= {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
    waiting = [(table, False) for table in top.get_children()]
    while waiting:
        table, called = waiting.pop()
        called = called or (str(table.get_type()) == "function" and table.get_name() not in _INLINE)
        found = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
        (later if called else now).update(found)
        waiting += [(child, called) for child in table.get_children()]
    return now, later


def _executed(top: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it, but for what functions do when they are called."""
    waiting = [top]
    while waiting:
        node = waiting.pop()
        yield node
        for name, value in ast.iter_fields(node):
            if name != "body" or not isinstance(node, _LATER):
                waiting += [child for child in (value if isinstance(value, list) else [value]) if _is_node(child)]


def _is_node(value: object) -> bool:
    return isinstance(value, ast.AST)


def _is_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign | ast.AnnAssign) and not any(
        isinstance(inner, _WORK) for inner in _executed(node)
    )


def _binds_unseen(node: ast.AST) -> bool:
    """Whether it defines whatever it likes: `exec(…)`, `globals()["f"] = …`, `globals().update(…)`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "exec"
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.value, ast.Call):
        changes = isinstance(node.ctx, ast.Store) or (isinstance(node, ast.Attribute) and node.attr == "update")
        return changes and isinstance(node.value.func, ast.Name) and node.value.func.id in _NAMESPACES
    return False


def _written(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield from _root(node)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
            yield node.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr"):
            yield from (name for argument in node.args[:1] for name in _root(argument))


def _handed_on(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Call):
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            if isinstance(node.func, ast.Attribute):
                values.append(node.func)
            for value in values:
                yield from _root(value)


def _root(node: ast.expr) -> Iterator[str]:
    """`x` of `x`, `x.a[1].b` and `*x`; nothing of anything else."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
