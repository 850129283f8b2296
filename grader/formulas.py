"""An expression as a student types it → a tree that can be evaluated, and nothing else: no name of Python is in reach.

    x*(1-x)    exp(-x)/(1+exp(-x))^2    2x − 1    0,5·σ(x)·w1

The text is parsed by Python's own parser, which runs nothing; of what it gives only numbers, declared symbols, the
operations + - * / ^, and the functions below are taken.  Values are real: exact fractions as long as they can be, else
50 digits.  What would be complex, infinite or beyond 10^1000 is `Undefined`, so that no tower of powers takes time.
"""

import ast
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath

MAX_CHARACTERS = 500
MAX_NODES = 400
MAX_DEPTH = 60
DIGITS = 50
MAX_POWER = 1000
"""Of ten; also the largest exponent."""
MAX_EXACT = 2000
"""Bits of numerator and denominator up to which a fraction is kept exact."""

Real = Any
"""`mpmath.mpf`, which has no type hints."""
Number = Fraction | Real


class NotAFormula(Exception):
    """A text that is no expression: a reason ("formula", "formula.long", "formula.name") and the part it is about."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class Undefined(Exception):
    """The expression has no real value there, or one too large to be told."""


_CONTEXT = mpmath.MPContext()
_CONTEXT.dps = DIGITS
_LIMIT = _CONTEXT.mpf(10) ** MAX_POWER

_SIGNS = str.maketrans("−–—‒﹣－·×⋅∙∗÷∕⁄［］", "-----" + "-" + "*****" + "///" + "[]")
_LOOK_ALIKE = str.maketrans("аеорсухіАВЕКМНОРСТХ", "aeopcyxiABEKMHOPCTX")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾", "0123456789+-()")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾]+")
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_COEFFICIENT = re.compile(rf"(?<![\w.])((?>{_NUMBER}))[ \t]*(?=[^\W\d_]|\()")
_AFTER_BRACKET = re.compile(r"\)[ \t]*(?=[\w(])")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression that was understood."""

    body: ast.expr
    symbols: frozenset[str]

    def at(self, values: Mapping[str, Fraction]) -> Number:
        """Its value where the symbols have these values; raises `Undefined`."""
        return _value(self.body, {_normal(symbol): value for symbol, value in values.items()})


def parse(text: str, symbols: tuple[str, ...]) -> Formula:
    """The expression in a text; raises `NotAFormula` and nothing else, whatever the text is."""
    if len(text) > MAX_CHARACTERS:
        raise NotAFormula("formula.long")
    try:
        body = ast.parse(_plain(text), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotAFormula("formula") from error
    known = frozenset(_normal(symbol) for symbol in symbols)
    _check(body, known)
    return Formula(_with_products(body, known), known)


def _normal(symbol: str) -> str:
    """A symbol as Python's parser gives it back."""
    return unicodedata.normalize("NFKC", symbol.translate(_LOOK_ALIKE))


def _plain(text: str) -> str:
    """The text in the signs of Python; of an equation, what stands on the right."""
    text = _RAISED.sub(lambda found: f"^({found[0].translate(_SUPERSCRIPTS)})", text)
    text = text.translate(_SIGNS).translate(_LOOK_ALIKE).rpartition("=")[2]
    text = " ".join(text.replace("[", "(").replace("]", ")").split())
    if not re.search(r"\b(max|min)\b", text):
        text = _DECIMAL_COMMA.sub(".", text)
    text = text.replace("^", "**")
    return _AFTER_BRACKET.sub(")*", _COEFFICIENT.sub(r"\1*", text))


# --------------------------------------------------------------------------------------------------- what is taken


def _power(base: Number, exponent: Number) -> Number:
    if abs(exponent) > MAX_POWER:
        raise Undefined
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        if not base and exponent < 0:
            raise Undefined
        if isinstance(base, Fraction) and bits(base) * abs(int(exponent)) <= MAX_EXACT:
            return base ** int(exponent)
        return real(base) ** int(exponent)
    if base < 0 or (not base and exponent <= 0):
        raise Undefined
    return real(base) ** real(exponent)


def _quotient(one: Number, other: Number) -> Number:
    if not other:
        raise Undefined
    return one / other if isinstance(one, Fraction) and isinstance(other, Fraction) else real(one) / real(other)


def _mixed(operation: Callable[[Number, Number], Number]) -> Callable[[Number, Number], Number]:
    """An operation that keeps fractions exact, and takes both as real numbers where one is not a fraction."""

    def apply(one: Number, other: Number) -> Number:
        if isinstance(one, Fraction) and isinstance(other, Fraction):
            return operation(one, other)
        return operation(real(one), real(other))

    return apply


_OPERATIONS: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: _mixed(lambda one, other: one + other),
    ast.Sub: _mixed(lambda one, other: one - other),
    ast.Mult: _mixed(lambda one, other: one * other),
    ast.Div: _quotient,
    ast.Pow: _power,
}


def _exp(x: Number) -> Number:
    if abs(x) > 3 * MAX_POWER:
        raise Undefined
    return _CONTEXT.exp(real(x))


def _log(x: Number) -> Number:
    if x <= 0:
        raise Undefined
    return _CONTEXT.log(real(x))


def _sqrt(x: Number) -> Number:
    if x < 0:
        raise Undefined
    return _CONTEXT.sqrt(real(x))


def _sigmoid(x: Number) -> Number:
    return 1 / (1 + _exp(-x))


def _tanh(x: Number) -> Number:
    return 2 * _sigmoid(2 * x) - 1 if abs(x) > 1 else _CONTEXT.tanh(real(x))


def _periodic(function: Callable[[Real], Real]) -> Callable[[Number], Number]:
    def apply(x: Number) -> Number:
        if abs(x) > 10**6:  # beyond, the digits of the angle are spent on its turns
            raise Undefined
        return function(real(x))

    return apply


FUNCTIONS: dict[str, tuple[int, Callable[..., Number]]] = {
    "exp": (1, _exp),
    "log": (1, _log),
    "ln": (1, _log),
    "sqrt": (1, _sqrt),
    "sigmoid": (1, _sigmoid),
    "σ": (1, _sigmoid),
    "tanh": (1, _tanh),
    "th": (1, _tanh),
    "sinh": (1, lambda x: (_exp(x) - _exp(-x)) / 2),
    "cosh": (1, lambda x: (_exp(x) + _exp(-x)) / 2),
    "sin": (1, _periodic(_CONTEXT.sin)),
    "cos": (1, _periodic(_CONTEXT.cos)),
    "abs": (1, abs),
    "sign": (1, lambda x: Fraction((x > 0) - (x < 0))),
    "relu": (1, lambda x: x if x > 0 else Fraction(0)),
    "ReLU": (1, lambda x: x if x > 0 else Fraction(0)),
    "max": (2, _mixed(max)),
    "min": (2, _mixed(min)),
}
"""What may be called, and with how many arguments."""

CONSTANTS: dict[str, Number] = {"pi": +_CONTEXT.pi, "π": +_CONTEXT.pi, "e": +_CONTEXT.e}
"""Known by name, where no symbol is called so."""


def _check(body: ast.expr, symbols: frozenset[str]) -> None:
    """Raises `NotAFormula` for anything that is not taken, or too much of it."""
    waiting: list[tuple[ast.expr, int]] = [(body, 1)]
    nodes = 0
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if nodes > MAX_NODES or depth > MAX_DEPTH:
            raise NotAFormula("formula.long")
        waiting += [(part, depth + 1) for part in _parts(node, symbols)]


def _parts(node: ast.expr, symbols: frozenset[str]) -> list[ast.expr]:
    """What a node is made of."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return []
    if isinstance(node, ast.Name):
        if node.id not in symbols and node.id not in CONSTANTS:
            raise NotAFormula("formula.name", node.id)
        return []
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return [node.operand]
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return [node.left, node.right]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        name = node.func.id
        if name in symbols and len(node.args) == 1:  # x(1-x): a product
            return node.args
        if name not in FUNCTIONS:
            raise NotAFormula("formula.name", name)
        if len(node.args) == FUNCTIONS[name][0]:
            return node.args
    raise NotAFormula("formula")


def _with_products(body: ast.expr, symbols: frozenset[str]) -> ast.expr:
    """The tree with `x(1-x)` as the product that it means."""

    class Products(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.expr:
            self.generic_visit(node)
            if isinstance(node.func, ast.Name) and node.func.id in symbols:
                return ast.BinOp(left=node.func, op=ast.Mult(), right=node.args[0])
            return node

    changed: ast.expr = Products().visit(body)
    return changed


# ------------------------------------------------------------------------------------------------------- its value


def _value(node: ast.expr, values: Mapping[str, Fraction]) -> Number:
    """The value of a checked tree, bounded in every step."""
    if isinstance(node, ast.Constant):
        return _bounded(exact(node.value))
    if isinstance(node, ast.Name):
        return values[node.id] if node.id in values else CONSTANTS[node.id]
    if isinstance(node, ast.UnaryOp):
        operand = _value(node.operand, values)
        return -operand if isinstance(node.op, ast.USub) else operand
    if isinstance(node, ast.BinOp):
        one, other = _value(node.left, values), _value(node.right, values)
        return _bounded(_OPERATIONS[type(node.op)](one, other))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        arguments = [_value(argument, values) for argument in node.args]
        return _bounded(FUNCTIONS[node.func.id][1](*arguments))
    raise TypeError(ast.dump(node))


def exact(constant: object) -> Fraction:
    """A number of the text; of a decimal fraction, what it says, not what a binary float makes of it."""
    try:
        return Fraction(repr(constant))
    except ValueError as error:  # 1e999 is infinity to Python
        raise Undefined from error


def _bounded(value: Number) -> Number:
    if isinstance(value, Fraction):
        if bits(value) <= MAX_EXACT:
            return value
        value = real(value)
    if not _CONTEXT.isfinite(value) or abs(value) > _LIMIT:
        raise Undefined
    return value


def bits(value: Fraction) -> int:
    """Of numerator and denominator together."""
    return value.numerator.bit_length() + value.denominator.bit_length()


def real(value: Number) -> Real:
    """A fraction to 50 digits; another number as it is."""
    if isinstance(value, Fraction):
        return _CONTEXT.mpf(value.numerator) / value.denominator
    return value
