"""A paper as one HTML page that needs nothing else: it works from a file, keeps answers, and saves them as JSON.

The page knows what is asked and how an answer is written down; what is right it does not know.
"""

import dataclasses
import functools
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from grader.messages import asking
from grader.model import AskedField, Paper
from grader.pages import environment, math_font, script_data
from grader.pages.markdown import block, inline
from grader.quiz.numbers import MULTIPLIERS
from grader.quiz.sheet import whose
from grader.quiz.wording import PLACE, ask, number

_SCRIPT_WORDS = {
    "progress": ("answered", "total"),
    "kept": (),
    "not_kept": (),
    "saved": ("file",),
    "saved.unclear": ("file",),
    "unclear": ("count",),
    "unclear.question": ("question",),
    "unclear.field": ("question", "field"),
    "changed": ("file",),
    "loaded": ("file",),
    "load.unknown": ("file",),
    "load.other": ("file", "variant"),
    "erase.sure": (),
    "understood": ("value",),
    "not_a_number": (),
    "not_whole": (),
    "not_an_array": ("form",),
    "not_a_vector": ("form",),
    "other_shape": ("value", "wanted"),
    "brackets": (),
}
"""What the script says, and what it fills in itself."""

_SVG_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_SVG_ROLE = re.compile(r"""\s(?:role|aria-label(?:ledby)?)=("[^"]*"|'[^']*')""")
_SVG_ID = re.compile(r"""(\bid=["']|url\(["']?#|\bhref=["']#)""")


def make_page(paper: Paper, languages: Sequence[str]) -> str:
    """The text of the page; the first of `languages` is shown at first, and there is a switch if there are several."""
    return (
        _environment()
        .get_template("test.html.j2")
        .render(
            paper=paper,
            languages=languages,
            language=languages[0],
            title=paper.title[languages[0]],
            math_font=math_font(),
            data=script_data(_data(paper, languages)),
            field_count=sum(len(question.fields) for question in paper.questions),
        )
    )


def _data(paper: Paper, languages: Sequence[str]) -> dict[str, object]:
    return {
        "sheet": whose(paper),
        "multipliers": sorted(MULTIPLIERS),
        "words": {language: _script_words(language) for language in languages},
    }


@functools.cache
def _script_words(language: str) -> dict[str, str]:
    return {
        key: asking(key, language, **{name: f"{{{name}}}" for name in names}) for key, names in _SCRIPT_WORDS.items()
    }


@functools.cache
def _environment() -> Environment:
    made = environment("grader.quiz")
    made.filters |= {
        "block": block,
        "inline": inline,
        "exact": number,
        "own_ids": own_ids,
        "around": around,
        "answered": answered,
    }
    made.globals |= {"say": asking, "ask": ask, "letters": string.ascii_lowercase}
    return made


@dataclass(frozen=True, slots=True)
class _Look:
    """A field and the languages that it is shown in; the same where everything that is shown is the same."""

    told: str
    field: AskedField = dataclasses.field(compare=False)
    languages: Sequence[str] = dataclasses.field(compare=False)


def answered(field: AskedField, languages: Sequence[str]) -> Markup:
    """The part of the page where one field is answered."""
    return _answered(_Look(f"{languages} {field}", field, languages))


@functools.lru_cache(maxsize=8192)
def _answered(look: _Look) -> Markup:
    template = _environment().get_template("field.html.j2")
    return Markup(template.render(field=look.field, id=look.field.name, languages=look.languages))


def own_ids(picture: str, prefix: str) -> Markup:
    """An author's SVG with ids that no other picture of the page has."""
    head, end, rest = _SVG_PROLOGUE.sub("", picture, count=1).partition(">")
    head = _SVG_ROLE.sub("", head).replace("<svg", '<svg aria-hidden="true"', 1)  # its frame has role and words
    return Markup(_SVG_ID.sub(rf"\g<1>{prefix}-", head + end + rest))


def around(field: AskedField) -> tuple[str, str, int]:
    """The skeleton's lines before and after the answer, and how many blanks the answer is indented by."""
    before, _, after = field.skeleton.partition(PLACE)
    lines, _, indentation = before.rpartition("\n")
    return lines, after.strip("\n"), len(indentation)
