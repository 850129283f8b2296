"""The mutants of a reference: its solution regions with one small thing changed."""

import ast
import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from grader.audit.operators import OPERATORS
from grader.audit.text import Edit, Source

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """The reference with one edit.

    function: qualified name of what was changed ("Adam.step"); "" at the module's top level.
    line: text of the first line that was changed, stripped; number: where it stands.
    mutation: "operator: before → after"; with function and line it names the mutant when line numbers shift.
    """

    function: str
    line: str
    number: int
    mutation: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it in `equivalents.toml`."""
        return self.function, self.line, self.mutation


def make_mutants(text: str) -> list[Mutant]:
    """All mutants of a module's text, in its order; no two of them, nor one and the original, are the same code."""
    source = Source(text)
    regions = list(_regions(source))
    known: set[str] = set()
    counts: Counter[tuple[str, str, str]] = Counter()
    found = []
    for top in source.tree.body:
        known.add(ast.dump(top))
        for node, function in _nodes(top, ""):
            number = getattr(node, "lineno", None) or _line_of_comprehension(node)
            if not any(first < number < last for first, last in regions):
                continue
            for mutant, edit in _changed(node, function, source):
                code = _code(top, source, edit)
                if code is None or code in known:
                    continue
                known.add(code)
                counts[mutant.key] += 1
                count = counts[mutant.key]
                found.append(mutant if count == 1 else replace(mutant, mutation=f"{mutant.mutation} ({count})"))
    return found


def diff(text: str, mutant: Mutant, path: str) -> str:
    """A unified diff of the lines that the mutant changes."""
    before, after = text.split("\n"), mutant.source.split("\n")
    return "\n".join(difflib.unified_diff(before, after, path, mutant.mutation.partition(":")[0], n=0, lineterm=""))


def functions(text: str) -> dict[int, str]:
    """The qualified name of the outermost function around each of its lines; other lines are not there."""
    names = {}
    for top in ast.parse(text).body:
        for node, function in _nodes(top, ""):
            if isinstance(node, _FUNCTION):
                own = function if _complete(function) else f"{function}{node.name}"
                first = min((one.lineno for one in node.decorator_list), default=node.lineno)
                names.update(dict.fromkeys(range(first, (node.end_lineno or first) + 1), own))
    return names


def _regions(source: Source) -> Iterator[tuple[int, int]]:
    begin = 0
    for number, line in enumerate(source.lines(), start=1):
        if line.strip() == BEGIN:
            begin = number
        elif line.strip() == END:
            yield begin, number


def _nodes(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node whose change would be one of behaviour, with the function it stands in: "Class.method"."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        return
    yield node, function
    inside = function
    if isinstance(node, ast.ClassDef | _FUNCTION) and not _complete(function):
        inside = f"{function}{node.name}" + ("." if isinstance(node, ast.ClassDef) else "")
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _nodes(child, inside)


def _complete(function: str) -> bool:
    """Whether it names a function, not the class that a function is still to be found in."""
    return bool(function) and not function.endswith(".")


def _line_of_comprehension(node: ast.AST) -> int:
    return node.target.lineno if isinstance(node, ast.comprehension) else 0


def _changed(node: ast.AST, function: str, source: Source) -> Iterator[tuple[Mutant, Edit]]:
    for operator in OPERATORS:
        for edit in operator(node, source):
            number = source.line_of(edit.start)
            before, after = _told(node, edit, source)
            mutant = Mutant(
                function=function.rstrip("."),
                line=source.lines()[number - 1].strip(),
                number=number,
                mutation=f"{operator.__name__}: {before} → {after}",
                source=source.edited(edit),
            )
            yield mutant, edit


def _told(node: ast.AST, edit: Edit, source: Source) -> tuple[str, str]:
    """The node's text before and after, each in one line."""
    start, end = (edit.start, edit.end) if isinstance(node, ast.comprehension) else _whole(node, edit, source)
    before = source.raw[start:end]
    after = source.raw[start : edit.start] + edit.text + source.raw[edit.end : end]
    one, other = (" ".join(part.decode().split()) for part in (before, after))
    return one, other


def _whole(node: ast.AST, edit: Edit, source: Source) -> tuple[int, int]:
    """The node; of one that holds statements, the edited part alone."""
    if isinstance(node, ast.If | ast.While | ast.For | ast.With | ast.arguments):
        return edit.start, edit.end
    return source.span(node) if isinstance(node, ast.expr | ast.stmt | ast.keyword) else (edit.start, edit.end)


def _code(top: ast.stmt, source: Source, edit: Edit) -> str | None:
    """The changed top-level statement in a form that tells code apart, not layout; None if it is not Python."""
    start, end = source.span(top)
    text = source.raw[start : edit.start] + edit.text + source.raw[edit.end : end]
    try:
        tree = ast.parse(text)
        compile(tree, "mutant", "exec")
    except SyntaxError:
        return None
    return ast.dump(tree.body[0])
