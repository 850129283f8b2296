"""Expressions as students type them: understood, compared, and never run."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checkers import builtin
from grader.formulas import NotAFormula, Undefined, parse

SYMBOLS = ("x", "w1", "t")


def same(one: str, other: str, symbols: tuple[str, ...] = SYMBOLS) -> bool:
    return builtin("formula")({"answer": one}, {"answer": other}, symbols=symbols) is None


def value(text: str, **symbols: Fraction | int) -> float:
    return float(parse(text, tuple(symbols)).at({name: Fraction(number) for name, number in symbols.items()}))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("x*(1-x)", -6),
        ("x(1-x)", -6),
        ("(1-x)(1+x)", -8),
        ("2x", 6),
        ("2 x", 6),
        ("2(x+1)", 8),
        ("x^2", 9),
        ("x²", 9),
        ("x⁻¹", 1 / 3),
        ("x**-1", 1 / 3),
        ("2·x − 1", 5),
        ("x÷2", 1.5),
        ("0,5x", 1.5),
        ("1e1x", 30),
        ("y = x + 1", 4),
        ("[x+1]/2", 2),
        ("х + 1", 4),  # the Russian letter
        ("-x^2", -9),
        ("2^-1", 0.5),
        ("max(0, x)", 3),
        ("relu(-x)", 0),
        ("abs(-x)", 3),
        ("sign(-x)", -1),
        ("exp(0)", 1),
        ("ln(e)", 1),
        ("sin(π/2)", 1),
        ("sqrt(4)", 2),
        ("σ(0)", 0.5),
        ("tanh(0)", 0),
        ("8^(1/3)", 2),
    ],
)
def test_what_is_typed_is_understood(text: str, result: float) -> None:
    assert value(text, x=3) == pytest.approx(result, rel=1e-12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("exp(-x)/(1+exp(-x))^2", "σ(x)(1-σ(x))"),
        ("1 - tanh(x)^2", "4/(exp(x)+exp(-x))^2"),
        ("(x+w1)^2", "x^2 + 2x w1*1 + w1^2".replace("2x w1", "2*x*w1")),
        ("x^2/x", "x"),
        ("log(x^2)", "2*log(x)"),  # equal where both are defined
        ("exp(x*log(2))", "2^x"),
        ("max(0,x)", "(x+abs(x))/2"),
        ("max(x, 0)", "relu(x)"),
        ("sinh(x)", "(e^x - e^(-x))/2"),
        ("x/(1-t)", "-x/(t-1)"),
        ("0.1*x", "x/10"),
        ("cos(x)^2 + sin(x)^2", "1"),
    ],
)
def test_equal_expressions_are_equal(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x", "x + 10^-12"),
        ("x*(1-x)", "x*(1+x)"),
        ("log(x)", "log(abs(x)) + t/10^9"),
        ("relu(x)", "x"),
        ("abs(x)", "x"),
        ("x/0", "x"),
        ("0/0*x", "x"),
        ("sqrt(-1-x^2)", "x"),
        ("exp(x)", "1+x+x^2/2+x^3/6"),
        ("σ(x)", "tanh(x)"),
        ("x^w1", "w1^x"),
    ],
)
def test_others_are_not(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "formula"),
        ("x +", "formula"),
        ("x; y", "formula"),
        ("y", "formula.name"),
        ("x.real", "formula"),
        ("__import__('os').system('true')", "formula"),
        ("eval(x)", "formula.name"),
        ("(lambda: x)()", "formula"),
        ("[x for x in (1,)]", "formula"),
        ("x if x else x", "formula"),
        ("x and t", "formula"),
        ("x < t", "formula"),
        ("'a' * 3", "formula"),
        ("True", "formula"),
        ("1j", "formula.name"),
        ("x % 2", "formula"),
        ("~x", "formula"),
        ("exp(x, t)", "formula"),
        ("exp(*x)", "formula"),
        ("exp(x=1)", "formula"),
        ("x\0", "formula"),
        ("(" * 400 + "x" + ")" * 400, "formula.long"),
        ("-" * 300 + "x", "formula.long"),
        ("x+" * 240 + "x", "formula.long"),
        ("x" * 501, "formula.long"),
    ],
)
def test_everything_else_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotAFormula) as refused:
        parse(text, SYMBOLS)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9**9**9",
        "9^(9^(9^9))",
        "exp(exp(exp(exp(9))))",
        "10^1001",
        "1e400",
        "2^0.5^9^9^9",
        "sin(10^50)",
        "log(0)",
        "sqrt(-1)",
        "0^-1",
        "(-8)^(1/3)",
        "1/0",
    ],
)
def test_what_has_no_value_that_can_be_told_is_undefined_at_once(text: str) -> None:
    with pytest.raises(Undefined):
        value(text, x=1)


@given(st.text(alphabet="xw1t+-*/^()., 0123456789eσπ√²=logexpmaxsqrt_[]'\"\\{}", max_size=80) | st.text(max_size=80))
def test_no_text_whatever_does_worse_than_to_be_refused(text: str) -> None:
    try:
        formula = parse(text, SYMBOLS)
    except NotAFormula:
        return
    try:
        formula.at(dict.fromkeys(SYMBOLS, Fraction(3, 7)))
    except Undefined:
        return


FORMULAS = st.recursive(
    st.sampled_from(["x", "t", "2", "1/3"]),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({''.join(parts)})"),
    max_leaves=8,
)


@given(FORMULAS)
def test_a_formula_is_itself_however_it_is_spaced(text: str) -> None:
    with contextlib.suppress(ValueError):  # defined nowhere, such as x/(t-t)
        assert same(text.replace("(", "( ").replace("*", " · "), text, ("x", "t"))


@given(FORMULAS)
def test_a_formula_is_not_itself_and_a_little_more(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert not same(f"{text} + x/10^6", text, ("x", "t"))
