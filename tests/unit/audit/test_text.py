"""Positions and edits in source text, letters of two bytes included."""

import ast

from hypothesis import given
from hypothesis import strategies as st

from grader.audit.text import Edit, Source


def expression(source: Source) -> ast.expr:
    statement = source.tree.body[-1]
    assert isinstance(statement, ast.Expr)
    return statement.value


def test_a_span_counts_bytes_as_the_tree_does() -> None:
    source = Source("s = 'ещё'; f(1)")
    assert source.of(expression(source)) == b"f(1)"


def test_sides_keep_the_parentheses_of_operands() -> None:
    source = Source("(a - b) * (c)")
    node = expression(source)
    assert isinstance(node, ast.BinOp)
    sides = source.sides(node.left, node.right, node, b"*")
    assert sides is not None
    assert sides[:2] == (b"(a - b)", b"(c)")
    assert source.edited(Edit(start=sides[2].start, end=sides[2].end, text=b"/")) == "(a - b) / (c)"


def test_only_what_may_need_it_is_grouped() -> None:
    for text, grouped in (("a + b", b"(a + b)"), ("f(a)", b"f(a)"), ("not a", b"(not a)"), ("a[0]", b"a[0]")):
        source = Source(text)
        assert source.grouped(expression(source)) == grouped


@given(st.lists(st.sampled_from(["", "x = 1", "# заметка", "y = 'ёж'"]), min_size=1))
def test_a_line_is_found_by_any_byte_of_it(lines: list[str]) -> None:
    source = Source("\n".join([*lines, "end"]))
    start, _ = source.span(source.tree.body[-1])
    assert source.line_of(start) == len(lines) + 1
    assert source.lines()[source.line_of(start) - 1] == "end"
