"""Whether two expressions are one rational function, decided exactly by SymPy.

    (x + y)^2 / x    and    x + 2y + y^2/x

An expression of + - * / and whole powers is an element of the field of fractions of polynomials over the rationals,
where every element has one form: two expressions are equal, wherever both are defined, exactly if their forms are the
same.  What is no such expression, or would grow too large in that form, is not decided here.
"""

import ast
import functools
import operator
from collections.abc import Callable
from typing import Any

from sympy.polys.domains import QQ
from sympy.polys.fields import field

from grader.formulas import Formula, Undefined, bits, exact

MAX_EXPONENT = 12
MAX_DEGREE = 40
MAX_BITS = 1000
"""Of a coefficient."""
MAX_WORK = 4_000
"""Pairs of terms that are multiplied in all: so time is bounded whatever was typed."""

Element = Any
"""`sympy.polys.fields.FracElement`, which has no type hints."""


class _Undecided(Exception):
    """No rational function, or too large a one."""


def same(one: Formula, other: Formula) -> bool | None:
    """Whether the two are the same rational function; None where that cannot be said."""
    symbols = tuple(sorted(one.symbols | other.symbols))
    first, second = _element(one, symbols), _element(other, symbols)
    return None if first is None or second is None else bool(first == second)


@functools.lru_cache(maxsize=4096)
def _element(formula: Formula, symbols: tuple[str, ...]) -> Element | None:
    """The formula in the field, in its only form; None where it has none or too large a one."""
    try:
        return _Reader(symbols).read(formula.body)
    except _Undecided:
        return None


_OPERATIONS: dict[type[ast.operator], Callable[[Element, Element], Element]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


class _Reader:
    def __init__(self, symbols: tuple[str, ...]) -> None:
        self._field = field(symbols or ("unused",), QQ)[0]
        self._symbols = dict(zip(symbols, self._field.gens, strict=False))
        self._work = MAX_WORK

    def read(self, node: ast.expr) -> Element:
        if isinstance(node, ast.Constant):
            return self._field(QQ(*_ratio(node.value)))
        if isinstance(node, ast.Name) and node.id in self._symbols:
            return self._symbols[node.id]
        if isinstance(node, ast.UnaryOp):
            operand = self.read(node.operand)
            return -operand if isinstance(node.op, ast.USub) else operand
        if isinstance(node, ast.BinOp):
            one, other = self.read(node.left), self.read(node.right)
            if isinstance(node.op, ast.Pow):
                return self._power(one, other)
            if isinstance(node.op, ast.Div):
                return self._apply(operator.mul, one, _inverse(other))
            return self._apply(_OPERATIONS[type(node.op)], one, other)
        raise _Undecided  # a function, or a constant such as π

    def _power(self, base: Element, exponent: Element) -> Element:
        whole = range(-MAX_EXPONENT, MAX_EXPONENT + 1)
        wanted = next((number for number in whole if exponent == self._field(number)), None)
        if wanted is None:
            raise _Undecided
        factor, power = (base if wanted >= 0 else _inverse(base)), self._field(1)
        for _ in range(abs(wanted)):
            power = self._apply(operator.mul, power, factor)
        return power

    def _apply(self, operation: Callable[[Element, Element], Element], one: Element, other: Element) -> Element:
        self._work -= _terms(one) * _terms(other)
        if self._work < 0:
            raise _Undecided
        result = operation(one, other)
        for polynomial in (result.numer, result.denom):
            for powers, coefficient in polynomial.terms():
                if sum(powers) > MAX_DEGREE or bits(coefficient) > MAX_BITS:
                    raise _Undecided
        return result


def _terms(element: Element) -> int:
    return len(element.numer) + len(element.denom)


def _inverse(element: Element) -> Element:
    if not element:
        raise _Undecided
    return 1 / element


def _ratio(constant: object) -> tuple[int, int]:
    try:
        value = exact(constant)
    except Undefined as error:
        raise _Undecided from error
    if bits(value) > MAX_BITS:
        raise _Undecided
    return value.numerator, value.denominator
