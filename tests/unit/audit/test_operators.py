"""What each operator makes of a line."""

import ast

import pytest

from grader.audit import operators
from grader.audit.operators import OPERATORS, Operator
from grader.audit.text import Source


def made(operator: Operator, text: str) -> set[str]:
    source = Source(text)
    return {source.edited(edit) for node in ast.walk(source.tree) for edit in operator(node, source)}


@pytest.mark.parametrize(
    ("operator", "before", "after"),
    [
        (operators.arithmetic, "a * b + c", {"a / b + c", "a * b - c"}),
        (operators.arithmetic, "1 / a**b", {"1 * a**b", "1 / (a * b)"}),
        (operators.arithmetic, "x @ w", set()),
        (operators.operands, "a - b", {"b - a", "a", "b"}),
        (operators.operands, "(a - b) - c", {"c - (a - b)", "(a - b)", "c", "(b - a) - c", "(a) - c", "(b) - c"}),
        (operators.operands, "a - b - c", {"c - (a - b)", "a - b", "c", "b - a - c", "a - c", "b - c"}),
        (operators.operands, "x @ w", {"w @ x"}),
        (operators.comparison, "0 <= p < 1", {"0 < p < 1", "0 >= p < 1", "0 <= p <= 1", "0 <= p > 1"}),
        (operators.comparison, "a == b", {"a != b"}),
        (operators.comparison, "a is None", {"a is not None"}),
        (operators.condition, "a if p else b", {"a if True else b", "a if False else b"}),
        (operators.condition, "[w for w in v if w]", {"[w for w in v if True]", "[w for w in v if False]"}),
        (operators.boolean, "not a", {"a"}),
        (operators.boolean, "a and b", {"(a or b)", "a", "b"}),
        (operators.constant, "f(True, 2, 0, 0.5, 0.0)", None),
        (operators.arguments, "f(a, b)", {"f(b, a)", "f(a)"}),
        (operators.arguments, "f(axis=0, keepdims=True)", {"f(keepdims=True)", "f(axis=0)"}),
        (operators.arguments, "zip(a, b, strict=True)", {"zip(b, a, strict=True)", "zip(a, strict=True)"}),
        (operators.name, "np.sum(a)", {"np.mean(a)"}),
        (operators.name, "mean * sum", set()),
        (operators.name, "max(a)", {"min(a)"}),
        (operators.call, "np.sqrt(a + b)", {"(a + b)"}),
        (operators.call, "float(a)", set()),
        (operators.call, "w.copy()", {"w"}),
        (operators.call, "w.T @ x", {"w @ x"}),
        (operators.sign, "-a", {"a"}),
        (operators.augmented, "w += g", {"w -= g", "w = g", "w = w + g"}),
        (operators.augmented, "w *= a + b", {"w /= a + b", "w = a + b", "w = w * (a + b)"}),
        (operators.augmented, "t += 1", {"t -= 1", "t = 1"}),
        (operators.augmented, "w[i] += g", {"w[i] -= g", "w[i] = g"}),
        (operators.assignment, "w = w + g", {"w += g"}),
        (operators.assignment, "w[...] = best", {"w = best"}),
        (operators.part, "x[a:b]", {"x[:b]", "x[a:]"}),
        (operators.order, "f = a, b", {"f = b, a"}),
        (operators.order, "a, b = f", set()),
    ],
)
def test_what_an_operator_makes(operator: Operator, before: str, after: set[str] | None) -> None:
    if after is None:
        numbers = ("False, 2, 0, 0.5, 0.0", "True, 3, 0, 0.5, 0.0", "True, 1, 0, 0.5, 0.0")
        more = ("True, 2, 1, 0.5, 0.0", "True, 2, 0, 0.505, 0.0", "True, 2, 0, 0.5, 1.0")
        after = {f"f({one})" for one in (*numbers, *more)}
    assert made(operator, before) == after


def test_statements_are_forgotten() -> None:
    text = "def f(x):\n    '''Doc.'''\n    y: int\n    x.sort()\n    return x\n"
    assert made(operators.statement, text) == {
        text.replace("x.sort()", "pass"),
        text.replace("return x", "return None"),
    }


def test_every_operator_says_what_it_does() -> None:
    assert all(operator.__doc__ for operator in OPERATORS)
    assert len({operator.__name__ for operator in OPERATORS}) == len(OPERATORS)
