r"""Markdown with `$…$` and `$$…$$` → HTML that needs nothing else: formulas become MathML, which browsers draw.

Markup in the text is shown, never obeyed.  `tex=True` leaves formulas as `\(…\)` and `\[…\]`, for those who draw them
with MathJax.  What has been rendered is kept: of a class's papers most pieces and nearly all formulas are alike.
"""

import functools
import html
import re
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_UNKNOWN = re.compile(r"\\[A-Za-z]+|<mi>&</mi>")

_FORMULA = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|\$\$(?P<display>(?:[^$\n]|\n(?!\s*\n))+)\$\$|\$(?P<inline>[^$\n]+)\$",
    re.DOTALL,
)
_MARK = re.compile("\x02(.*?)\\|(display|inline)\x03", re.DOTALL)

# What the converter does not know, or draws badly, in terms of what it does well.
_FENCES = {"p": ("(", ")"), "b": ("[", "]"), "v": ("|", "|")}
_MATRIX = re.compile(r"\\begin\{([pbv])matrix\}(.*?)\\end\{\1matrix\}", re.DOTALL)
_ALIGNED = re.compile(r"\\begin\{aligned\}(.*?)\\end\{aligned\}", re.DOTALL)
_NAMED = re.compile(r"\\(arg|sign|argmax|argmin)(?![A-Za-z])")
_INDICATOR = re.compile(r"\\mathbb\s*(?:\{1\}|1)")

# What it writes, as browsers draw it best.
_HAT = re.compile(r"(<mover accent=\"true\">(?:(?!<mover).)*?)<mo>&#x0005E;</mo></mover>")
_DECIMAL_COMMA = re.compile(r"<mn>(\d+)</mn><mrow><mo>&#x0002C;</mo></mrow><mn>(\d+)</mn>")
_BOLD_DIGITS = re.compile(r"<mn mathvariant=\"bold\">(\d+)</mn>")
_FUNCTION = re.compile(
    r"(<mi>(?:sin|cos|tan|tanh|sinh|cosh|log|ln|exp|sign|det|arg|max|min)</mi>)(?=<m(?:i|n|frac|sub|sup)\b)"
)
_MINUS_OF_A_NUMBER = re.compile(
    r"(<mo[^>]*>(?:&#x000(?:28|2C|3D|3C|3E|5B|7B);|&#x02026;|&#x02264;|&#x02265;|&#x02248;|\(|\[)</mo>(?:<mspace[^>]*>)?)"
    r"<mo>&#x02212;</mo>"
)
_TEXT = re.compile(r"<mtext>.*?</mtext>")
_OPERATOR_NAME = re.compile(r"<mo>([A-Za-z]{2,})</mo>")
_TO_BOLD = {ord("0") + digit: 0x1D7CE + digit for digit in range(10)}


class BadFormula(ValueError):
    """A formula that cannot be drawn; the message quotes it and says what of it is not understood."""


def block(text: str, *, tex: bool = False) -> Markup:
    """Paragraphs, lists, tables and code."""
    return Markup(_block(text, tex))


def inline(text: str, *, tex: bool = False) -> Markup:
    """One line of text, without a paragraph around it."""
    return Markup(_inline(text, tex))


@functools.lru_cache(maxsize=8192)
def _block(text: str, tex: bool) -> str:
    return _rendered(text, tex, one_line=False)


@functools.lru_cache(maxsize=8192)
def _inline(text: str, tex: bool) -> str:
    return _rendered(text, tex, one_line=True)


def _rendered(text: str, tex: bool, one_line: bool) -> str:
    """The text around formulas is often the same where their numbers differ, so it is rendered without them."""
    draw = _as_tex if tex else mathml
    formulas: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        formulas.append((found["display"] or found["inline"]).strip())
        fence = "$$" if found["display"] else "$"
        return f"{fence}\x01{len(formulas) - 1}{fence}"

    around = _around(_FORMULA.sub(mark, text), one_line)
    marked = [found[1] for found in _MARK.finditer(around)]
    if "\\$" not in text and marked == [f"\x01{place}" for place in range(len(formulas))]:
        return _MARK.sub(lambda found: draw(formulas[int(found[1][1:])], found[2] == "display"), around)
    # What is a formula is seen otherwise here and there, as in a line of code: nothing is taken apart.
    return _MARK.sub(lambda found: draw(html.unescape(found[1]), found[2] == "display"), _around(text, one_line))


@functools.lru_cache(maxsize=8192)
def _around(text: str, one_line: bool) -> str:
    """HTML with a mark in place of each formula."""
    return str(_markdown().renderInline(text) if one_line else _markdown().render(text))


@functools.cache
def _markdown() -> MarkdownIt:
    def mark(latex: str, options: dict[str, Any]) -> str:
        return f"\x02{html.escape(latex)}|{'display' if options['display_mode'] else 'inline'}\x03"

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
    return markdown.use(dollarmath_plugin, allow_labels=False, double_inline=True, renderer=mark)


def _as_tex(latex: str, display: bool) -> str:
    return html.escape(rf"\[{latex}\]" if display else rf"\({latex}\)", quote=False)


@functools.lru_cache(maxsize=16384)
def mathml(latex: str, display: bool = False) -> str:
    """A `<math>` element; `BadFormula` where the LaTeX is not understood."""
    if latex.count("{") - latex.count(r"\{") != latex.count("}") - latex.count(r"\}"):
        raise BadFormula(f"${latex}$: braces that do not match")
    try:
        drawn = convert(_in_other_words(latex), display="block" if display else "inline")
    except Exception as error:  # the converter has no common ancestor of its errors, and some are bare IndexErrors
        raise BadFormula(f"${latex}$: {type(error).__name__} {error}".rstrip()) from error
    unknown = _UNKNOWN.search(drawn)
    if unknown:
        raise BadFormula(f"${latex}$: {unknown[0].replace('<mi>&</mi>', '&')} is not known there")
    drawn = _DECIMAL_COMMA.sub(r"<mn>\1,\2</mn>", drawn.replace(_NAMESPACE, "", 1))
    drawn = _TEXT.sub(lambda found: found[0].replace("\\_", "_").replace("\\%", "%"), drawn)
    drawn = _BOLD_DIGITS.sub(lambda found: f"<mn>{found[1].translate(_TO_BOLD)}</mn>", drawn)
    drawn = drawn.replace("<mo>&#x0002F;</mo>", '<mo lspace="0" rspace="0">/</mo>')
    drawn = _OPERATOR_NAME.sub(r"<mi>\1</mi>", drawn.replace("<mo>&#x02202;</mo>", "<mi>&#x02202;</mi>"))
    drawn = _FUNCTION.sub(r'\1<mspace width="0.167em"></mspace>', drawn)
    drawn = _MINUS_OF_A_NUMBER.sub(r'\1<mo form="prefix">&#x02212;</mo>', drawn)
    return _HAT.sub(r'\1<mo stretchy="false">^</mo></mover>', drawn)


def _in_other_words(latex: str) -> str:
    latex = _MATRIX.sub(_with_fences, latex)
    latex = _ALIGNED.sub(r"\\begin{array}{rl}\1\\end{array}", latex)
    latex = _NAMED.sub(lambda found: rf"\operatorname{{{found[1]}}}", latex)
    return _INDICATOR.sub("\U0001d7d9", latex)


def _with_fences(found: re.Match[str]) -> str:
    """Brackets that grow with the matrix wherever it stands, and take what is raised behind it."""
    left, right = _FENCES[found[1]]
    return rf"{{\left{left}\begin{{matrix}}{found[2]}\end{{matrix}}\right{right}}}"
