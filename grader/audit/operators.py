"""Small slips that a person could make, as edits of the reference's source: what mutation testing calls operators.

The classical ones (arithmetic, comparisons, conditions, constants, statements; those of mutmut and cosmic-ray) and
the ones of numerical code: axes and `keepdims`, transposes, swapped operands and arguments, a missing term, in place
or a copy, `sum` or `mean`.  Each operator takes a node and yields edits.

Left out, because no case could or should notice them: `strict=` of `zip` and `float(…)` around a number (a NumPy
scalar is one thing with a Python number), texts of errors, annotations.
"""

import ast
import builtins
from collections.abc import Callable, Iterator

from grader.audit.text import COMPOUND, Edit, Source

Edits = Iterator[Edit]
Operator = Callable[[ast.AST, Source], Edits]

SYMBOLS: dict[type[ast.AST], bytes] = {
    **{ast.Add: b"+", ast.Sub: b"-", ast.Mult: b"*", ast.Div: b"/", ast.Pow: b"**", ast.MatMult: b"@"},
    **{ast.FloorDiv: b"//", ast.Mod: b"%"},
    **{ast.Lt: b"<", ast.LtE: b"<=", ast.Gt: b">", ast.GtE: b">=", ast.Eq: b"==", ast.NotEq: b"!="},
    **{ast.Is: b"is", ast.IsNot: b"is not", ast.In: b"in", ast.NotIn: b"not in", ast.And: b"and", ast.Or: b"or"},
}
ARITHMETIC: dict[type[ast.operator], bytes] = {
    **{ast.Add: b"-", ast.Sub: b"+", ast.Mult: b"/", ast.Div: b"*", ast.Pow: b"*", ast.FloorDiv: b"/"},
    ast.Mod: b"//",
}
COMPARISONS: dict[type[ast.cmpop], tuple[bytes, ...]] = {
    **{ast.Lt: (b"<=", b">"), ast.LtE: (b"<", b">="), ast.Gt: (b">=", b"<"), ast.GtE: (b">", b"<=")},
    **{ast.Eq: (b"!=",), ast.NotEq: (b"==",), ast.Is: (b"is not",), ast.IsNot: (b"is",)},
    **{ast.In: (b"not in",), ast.NotIn: (b"in",)},
}
_PAIRS = (
    *(("maximum", "minimum"), ("max", "min"), ("sum", "mean"), ("zeros", "ones"), ("zeros_like", "ones_like")),
    *(("argmax", "argmin"), ("any", "all"), ("floor", "ceil"), ("var", "std"), ("exp", "expm1"), ("log", "log1p")),
    *(("logaddexp", "maximum"), ("ValueError", "RuntimeError")),
)
NAMES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])} | {"maximum": "minimum"}
FORGETTABLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Raise, ast.Break, ast.Continue)
KEPT_CALLS = frozenset({"float", "int", "bool", "str", "len", "range", "enumerate", "iter", "super", "isinstance"})
"""Calls that are not taken away: of conversions nobody asks, and without the others nothing would run at all."""
COPIES = frozenset({"copy", "astype", "ravel"})


def arithmetic(node: ast.AST, source: Source) -> Edits:
    """`a * b` → `a / b`."""
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        sides = source.sides(node.left, node.right, node, SYMBOLS[type(node.op)])
        if sides:
            one, other, _ = sides
            text = one + b" " + ARITHMETIC[type(node.op)] + b" " + other
            yield source.replace(node, b"(" + text + b")" if isinstance(node.op, ast.Pow) else text)


def operands(node: ast.AST, source: Source) -> Edits:
    """`a - b` → `b - a`, `a`, `b`: swapped where the order matters, one of them forgotten."""
    if not isinstance(node, ast.BinOp):
        return
    symbol = SYMBOLS.get(type(node.op), b"")
    sides = source.sides(node.left, node.right, node, symbol) if symbol else None
    if sides is None:
        return
    one, other, _ = sides
    if isinstance(node.op, ast.Sub | ast.Div | ast.Pow | ast.MatMult | ast.FloorDiv):
        swapped = (_alone(node.right, other, source), symbol, _alone(node.left, one, source))
        yield source.replace(node, b" ".join(swapped))
    if isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow):
        yield source.replace(node, one)
    if isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        yield source.replace(node, other)


def _alone(node: ast.expr, text: bytes, source: Source) -> bytes:
    """An operand's text in parentheses if it needs them on the other side."""
    return b"(" + text + b")" if isinstance(node, COMPOUND) and text == source.of(node) else text


def comparison(node: ast.AST, source: Source) -> Edits:
    """`a < b` → `a <= b`, `a > b`: the edge, and the direction."""
    if not isinstance(node, ast.Compare):
        return
    left = node.left
    for op, right in zip(node.ops, node.comparators, strict=True):
        sides = source.sides(left, right, node, SYMBOLS[type(op)])
        if sides is not None:
            for other in COMPARISONS[type(op)]:
                yield Edit(start=sides[2].start, end=sides[2].end, text=other)
        left = right


def condition(node: ast.AST, source: Source) -> Edits:
    """What is asked for is always so, or never."""
    tests: list[ast.expr] = []
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        tests = [node.test]
    elif isinstance(node, ast.comprehension):
        tests = node.ifs
    for test in tests:
        yield source.replace(test, b"True")
        yield source.replace(test, b"False")


def boolean(node: ast.AST, source: Source) -> Edits:
    """`a and b` → `a or b`, `a`, `b`; `not a` → `a`."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield source.replace(node, source.of(node.operand))
    if isinstance(node, ast.BoolOp):
        same, other = (b" and ", b" or ")[:: 1 if isinstance(node.op, ast.And) else -1]
        parts = [source.grouped(value) for value in node.values]
        yield source.replace(node, b"(" + other.join(parts) + b")")
        for index in range(len(parts)):
            rest = same.join(parts[:index] + parts[index + 1 :])
            yield source.replace(node, rest if len(parts) == 2 else b"(" + rest + b")")


def constant(node: ast.AST, source: Source) -> Edits:
    """`True` ↔ `False`; whole numbers one more, one less; others 1 % more, so that a rough comparison is found out."""
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield source.replace(node, str(not value).encode())
    elif isinstance(value, int):
        yield source.replace(node, str(value + 1).encode())
        if value > 0:
            yield source.replace(node, str(value - 1).encode())
    elif isinstance(value, float):
        yield source.replace(node, repr(value * 1.01 if value else 1.0).encode())


def statement(node: ast.AST, source: Source) -> Edits:
    """A statement is forgotten; `break` goes on instead."""
    idle = isinstance(node, ast.AnnAssign) and node.value is None
    idle = idle or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    if isinstance(node, FORGETTABLE) and not idle:
        yield source.replace(node, b"pass")
    elif isinstance(node, ast.Return) and node.value is not None:
        yield source.replace(node, b"return None")


def arguments(node: ast.AST, source: Source) -> Edits:
    """`f(a, b, axis=0)` → `f(b, a, axis=0)`, `f(a, axis=0)`, `f(a, b)`."""
    if not isinstance(node, ast.Call):
        return
    given = node.args
    for one, other in zip(given, given[1:], strict=False):
        start, end = source.span(one)[0], source.span(other)[1]
        gap = source.raw[slice(*source.between(one, other))]
        yield Edit(start=start, end=end, text=source.of(other) + gap + source.of(one))
    if len(given) > 1:
        yield Edit(start=source.span(given[-2])[1], end=source.span(given[-1])[1], text=b"")
    every: list[ast.AST] = [*given, *node.keywords]
    for index, argument in enumerate(every):
        if isinstance(argument, ast.keyword) and argument.arg != "strict":
            start, end = source.span(argument)
            if index > 0:  # the comma before it goes, too, or the one after it
                start = source.span(every[index - 1])[1]
            elif index + 1 < len(every):
                end = source.span(every[index + 1])[0]
            yield Edit(start=start, end=end, text=b"")


def name(node: ast.AST, source: Source) -> Edits:
    """A neighbour's name: `np.sum` → `np.mean`."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and node.attr in NAMES:
        end = source.span(node)[1]
        yield Edit(start=end - len(node.attr.encode()), end=end, text=NAMES[node.attr].encode())
    elif isinstance(node, ast.Name) and hasattr(builtins, node.id) and hasattr(builtins, NAMES.get(node.id, "")):
        yield source.replace(node, NAMES[node.id].encode())


def call(node: ast.AST, source: Source) -> Edits:
    """`np.sqrt(a)` → `a`, `a.copy()` → `a`, `a.T` → `a`."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield source.replace(node, source.of(node.value))
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute) and node.func.attr in COPIES:
        start, end = source.span(node)
        inside = source.raw[start : source.span(node.func)[1]]
        yield Edit(start=start, end=end, text=inside[: inside.rindex(b".")])
    elif len(node.args) == 1 and not node.keywords and ast.unparse(node.func) not in KEPT_CALLS:
        yield source.replace(node, source.grouped(node.args[0]))


def sign(node: ast.AST, source: Source) -> Edits:
    """`-a` → `a`."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield source.replace(node, source.of(node.operand))


def augmented(node: ast.AST, source: Source) -> Edits:
    """`a += b` → `a -= b`, `a = a + b` (a new array), `a = b` (nothing kept)."""
    if not isinstance(node, ast.AugAssign):
        return
    target, value, symbol = source.of(node.target), source.of(node.value), SYMBOLS[type(node.op)]
    if type(node.op) in ARITHMETIC:
        yield source.replace(node, target + b" " + ARITHMETIC[type(node.op)] + b"= " + value)
    yield source.replace(node, target + b" = " + value)
    if not isinstance(node.value, ast.Constant) and not isinstance(node.target, ast.Subscript):
        # A counter, or an element of an array, is the same either way.
        yield source.replace(node, target + b" = " + target + b" " + symbol + b" " + source.grouped(node.value))


def assignment(node: ast.AST, source: Source) -> Edits:
    """`a = a + b` → `a += b` (in place), `a[...] = b` → `a = b` (another array)."""
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Subscript):
        yield source.replace(target, source.of(target.value))
    if isinstance(value, ast.BinOp) and source.of(target) == source.of(value.left):
        symbol = SYMBOLS.get(type(value.op), b"@")
        yield source.replace(node, source.of(target) + b" " + symbol + b"= " + source.of(value.right))


def part(node: ast.AST, source: Source) -> Edits:
    """`a[i:j]` → `a[:j]`, `a[i:]`."""
    if isinstance(node, ast.Slice):
        for bound in (node.lower, node.upper):
            if bound is not None:
                yield source.replace(bound, b"")


def order(node: ast.AST, source: Source) -> Edits:
    """`return a, b` → `return b, a`."""
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        for one, other in zip(node.elts, node.elts[1:], strict=False):
            gap = source.raw[slice(*source.between(one, other))]
            start, end = source.span(one)[0], source.span(other)[1]
            yield Edit(start=start, end=end, text=source.of(other) + gap + source.of(one))


OPERATORS: tuple[Operator, ...] = (
    *(arithmetic, operands, comparison, condition, boolean, constant, statement, arguments, name, call, sign),
    *(augmented, assignment, part, order),
)
