r"""What questions look like in an LMS: HTML in one language or in both, formulas as `\(…\)` for its MathJax.

With both languages each text stands in two spans that Moodle's filter "Multi-Language Content" chooses from; where the
filter is off, both are shown.  That filter looks for the next `</span>`, so there is none within.
"""

import html
import re
import string
from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.checkers._answers import unit
from grader.model import Asked, AskedField, Key, RightAnswer
from grader.pages.markdown import block, inline

FRACTIONS = tuple(
    sorted(
        {Fraction(p, q) for q in range(1, 7) for p in range(q + 1)}
        | {Fraction(p, 10) for p in range(11)}
        | {Fraction(1, q) for q in range(7, 10)}
        | {Fraction(1, 20)}
    )
)
"""The shares of a question's points that Moodle knows; any other is refused."""

_MATH_SPAN = re.compile(r'<span class="math inline">(.*?)</span>', re.DOTALL)
_FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)


def rich(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """Paragraphs."""
    return _spans({code: _plain_math(block(texts[code], tex=True)) for code in languages})


def line(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """One line."""
    return _spans({code: _plain_math(inline(texts[code], tex=True)) for code in languages})


def _spans(parts: Mapping[str, str]) -> str:
    if len(set(parts.values())) == 1:
        return next(iter(parts.values())).strip()
    return "".join(f'<span lang="{code}" class="multilang">{part.strip()}</span>' for code, part in parts.items())


def _plain_math(rendered: str) -> str:
    """Formulas without a span of their own, and without signs that HTML would take for its own."""
    bare = _MATH_SPAN.sub(r"\1", str(rendered))
    return _FORMULA.sub(
        lambda found: found[0].replace("&lt;", r"\lt ").replace("&gt;", r"\gt ").replace("~", r"\; "), bare
    )


def picture(question: Asked, languages: Sequence[str]) -> str:
    """The question's picture as an image that comes with it as a file; "" if there is none."""
    if not question.picture:
        return ""
    words = " / ".join(question.described.get(code, "") for code in languages)
    return f'<p><img src="@@PLUGINFILE@@/{question.name}.svg" alt="{html.escape(words)}"></p>'


def numbered(field: AskedField, languages: Sequence[str]) -> str:
    """What there is to choose from, with the numbers that answers name."""
    return "<ol>" + "".join(f"<li>{line(option, languages)}</li>" for option in field.options) + "</ol>"


def letters(field: AskedField) -> str:
    """One letter for each of the items that options are matched to."""
    return string.ascii_lowercase[: len(field.items)]


def tolerance(answer: RightAnswer, value: float) -> float:
    """How far a number may be from `value`, as the grader itself allows; 0 for whole numbers."""
    if "significant" not in answer.options:
        return 0.0
    return max(unit(value, answer.options["significant"]), float(answer.options.get("absolute", 0.0)))


def numbers(answer: RightAnswer) -> list[tuple[float, Fraction, dict[str, str]]]:
    """The right number, then those of known mistakes that cannot be taken for it: value, share of points, feedback."""
    right = float(answer.value)
    found: list[tuple[float, Fraction, dict[str, str]]] = [(right, Fraction(1), {})]
    for slip in answer.slips:
        value = float(slip.value)
        apart = all(abs(value - other) > tolerance(answer, other) + tolerance(answer, value) for other, *_ in found)
        if apart and value == value and abs(value) != float("inf"):
            found.append((value, known_fraction(slip.credit), slip.hint))
    return found


def known_fraction(share: Fraction) -> Fraction:
    """The largest share that Moodle knows and that is not more."""
    return max(fraction for fraction in FRACTIONS if fraction <= share)


def percent(fraction: Fraction) -> str:
    """A share as Moodle writes it: "50", "33.33333"."""
    return f"{float(100 * fraction):.5f}".rstrip("0").rstrip(".")


def decimal_text(value: float) -> str:
    """A number with all its digits, and no more: "0.1", "12", "1e-05"."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def choice_shares(field: AskedField, answer: RightAnswer) -> list[tuple[Fraction, dict[str, str]]]:
    """Share of points and feedback of each option; a wrong one of several takes back what a right one gives."""
    right = {answer.value} if field.kind == "choice" else set(answer.value)
    slips = {slip.value: slip for slip in answer.slips} if field.kind == "choice" else {}
    shares: list[tuple[Fraction, dict[str, str]]] = []
    for place in range(len(field.options)):
        if place in right:
            shares.append((Fraction(1, len(right)), {}))
        elif field.kind == "choices":
            shares.append((Fraction(-1, len(right)), {}))
        elif place in slips:
            shares.append((known_fraction(slips[place].credit), slips[place].hint))
        else:
            shares.append((Fraction(0), {}))
    return shares


def category(key: Key, question: Asked, language: str) -> str:
    """Where the variants of a question are kept; a slash in a name is written twice."""
    path = (key.paper.title[language], f"{question.title[language]} ({question.name})")
    return "$course$/top/" + "/".join(part.replace("/", "//") for part in path)


def question_name(key: Key, question: Asked, language: str) -> str:
    """What the instructor sees in the list of questions."""
    return f"{question.title[language]} [{key.paper.variant}]"
