"""Markdown and formulas → HTML and MathML that needs nothing else."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.pages.markdown import BadFormula, block, inline, mathml


def parsed(latex: str) -> ElementTree.Element:
    return ElementTree.fromstring(mathml(latex))


def tags(latex: str) -> list[str]:
    return [element.tag for element in parsed(latex).iter()]


@pytest.mark.parametrize(
    ("latex", "tag"),
    [
        (r"\frac{1}{1-p}", "mfrac"),
        (r"\hat{m}_t", "mover"),
        (r"\sum_{i=1}^{n} x_i", "msubsup"),
        (r"\sqrt{v}", "msqrt"),
        (r"\begin{cases}x,&x>0\\0,&\text{иначе}\end{cases}", "mtable"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}^{\top}", "mtable"),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", "mtable"),
        (r"\arg\min_\theta L", "munder"),
    ],
)
def test_what_lectures_use_is_drawn(latex, tag):
    assert tag in tags(latex) or (tag == "munder" and "msub" in tags(latex))


def test_the_brackets_of_a_matrix_grow_wherever_it_stands():
    fences = [one for one in parsed(r"x = \begin{bmatrix}1\\2\end{bmatrix}^{\top}").iter("mo") if one.get("fence")]
    assert [one.text for one in fences] == ["[", "]"]
    assert all(one.get("stretchy") == "true" for one in fences)


def test_an_underscore_within_a_name():
    assert [one.text for one in parsed(r"\text{min\_delta}").iter("mtext")] == ["min_delta"]


def test_a_decimal_comma_stays_within_its_number():
    assert [one.text for one in parsed(r"0{,}25 + 1").iter("mn")] == ["0,25", "1"]


def test_the_minus_of_a_number_in_brackets_is_not_that_of_a_difference():
    signs = [one.get("form") for one in parsed(r"(-1, -2) - 3").iter("mo") if one.text == "\u2212"]
    assert signs == ["prefix", "prefix", None]


def test_a_function_stands_apart_from_its_argument():
    assert "mspace" in tags(r"\tanh x")
    assert "mspace" not in tags(r"\tanh(x)")


@pytest.mark.parametrize("latex", [r"\foo{x}", r"\frac{1", "a & b", r"\left( x", "x^"])
def test_what_cannot_be_drawn_is_told_and_not_guessed(latex):
    with pytest.raises(BadFormula, match="^\\$"):
        mathml(latex)


def test_markup_in_a_text_is_shown_and_not_obeyed():
    text = 'a <script>alert(1)</script> <img src=x onerror="y"> ![p](http://example.org/p.png) $x < y$'
    html = str(block(text))
    assert "<script" not in html and "<img" not in html
    assert "&lt;script&gt;" in html and "<mo>&#x0003C;</mo>" in html


def test_what_is_written_in_markdown():
    html = block("- `code`\n- **bold**\n\n| a | b |\n|---|---|\n| 1 | $x$ |\n\n```python\nx = 1\n```\n")
    for tag in ("<li>", "<code>", "<strong>", "<table>", "<pre>", "<math"):
        assert tag in html


def test_one_line_has_no_paragraph_around_it():
    assert "<p>" not in inline("$x^2$ grows")


def test_tex_is_left_to_mathjax_where_it_is_asked_for():
    assert r"\(x &lt; y\)" in inline("$x < y$", tex=True)
    assert r"\[x^2\]" in block("$$x^2$$", tex=True)


PIECES = ["$x_1$", "$2$", "$$x^2$$", "\n\n$$\na + b\n$$\n\n", "`$y$`", "``a`$b$``", "\n```\n$z$\n```\n"]
PIECES += ["costs \\$5", " and ", "\n\n- one\n- ", "\n\n    $w$\n\n", "3", "$", "*bold*", "0.5$q$7"]
PIECES += ["\n\n| a | b |\n|---|---|\n| $p$ | 1 |\n\n"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_formulas_stand_where_markdown_alone_puts_them(text):
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    plain = MarkdownIt("commonmark", {"html": False}).enable("table")
    plain.disable(["image", "html_block", "html_inline"])
    plain.use(
        dollarmath_plugin,
        allow_labels=False,
        double_inline=True,
        renderer=lambda latex, options: mathml(latex, options["display_mode"]),
    )
    try:
        wanted = plain.render(text)
    except BadFormula:  # dollars with nothing between them
        with pytest.raises(BadFormula):
            block(text)
    else:
        assert block(text) == wanted
