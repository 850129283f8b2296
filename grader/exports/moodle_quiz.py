"""A test for Moodle's question bank: Moodle XML, a category for each question, in it one question for each variant.

A quiz then takes a random question from every category.  Numbers come with their tolerances and with what known
mistakes give, hint and credit included.  A question of several fields, or of an array, becomes one with embedded
answers; what Moodle cannot judge (formulas, code) becomes an essay that shows the right answer to whoever grades it.
"""

import base64
import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.exports import cloze
from grader.exports import lms_text as lms
from grader.files import write_atomically
from grader.messages import asking
from grader.model import LANGUAGES, Asked, AskedField, Key, RightAnswer

MANUAL = frozenset({"formula", "code"})
"""Kinds of fields that Moodle cannot judge."""

_FEEDBACK = {"correctfeedback": "right", "partiallycorrectfeedback": "partly", "incorrectfeedback": "wrong"}


def write(keys: Sequence[Key], path: Path, languages: Sequence[str] = LANGUAGES) -> None:
    """Writes the variants to `path`, whole or not at all; names and categories are in the first language."""
    write_atomically(path, text(keys, languages))


def text(keys: Sequence[Key], languages: Sequence[str] = LANGUAGES) -> str:
    """The variants as Moodle XML; the same bytes for the same keys."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    names = sorted(question.name for question in keys[0].paper.questions) if keys else []
    for name in names:
        asked = [next(one for one in key.paper.questions if one.name == name) for key in keys]
        lines += _category(lms.category(keys[0], asked[0], languages[0]))
        for key, question in zip(keys, asked, strict=True):
            lines += _question(key, question, languages)
    return "\n".join([*lines, "</quiz>"]) + "\n"


def judged_by_hand(key: Key) -> list[str]:
    """The questions that become essays."""
    return [one.name for one in key.paper.questions if any(field.kind in MANUAL for field in one.fields)]


def needs_ordering(key: Key) -> bool:
    """Whether Moodle must have the question type "ordering": in Moodle itself since 4.4, a plugin before."""
    return any(_kind(question) == "ordering" for question in key.paper.questions)


def _kind(question: Asked) -> str:
    """The type of question in Moodle's words."""
    kinds = {field.kind for field in question.fields}
    if kinds & MANUAL:
        return "essay"
    if len(question.fields) > 1 or kinds == {"array"}:
        return "cloze"
    (field,) = question.fields
    if field.kind == "matching" and (len(field.items) < 2 or len(field.options) < 3):
        return "cloze"
    return {"number": "numerical", "integer": "numerical", "choices": "multichoice", "choice": "multichoice"}.get(
        field.kind, field.kind
    )


def _category(path: str) -> list[str]:
    return ['<question type="category">', f"<category>{_text(path)}</category>", "</question>"]


def _question(key: Key, question: Asked, languages: Sequence[str]) -> Iterator[str]:
    kind = _kind(question)
    yield f'<question type="{kind}">'
    yield f"<name>{_text(lms.question_name(key, question, languages[0]))}</name>"
    yield f'<questiontext format="html">{_text(_asked(key, question, kind, languages))}{_file(question)}</questiontext>'
    yield _rich("generalfeedback", "")
    if kind != "cloze":
        yield f"<defaultgrade>{float(question.points):.7g}</defaultgrade>"
    yield "<penalty>0</penalty>"
    yield "<hidden>0</hidden>"
    yield f"<idnumber>{html.escape(f'{key.paper.assignment}.{question.name}.{key.paper.variant}'[:100])}</idnumber>"
    if kind == "essay":
        yield from _essay(key, question)
    elif kind != "cloze":
        (field,) = question.fields
        yield from _BY_KIND[kind](field, key.answers[field.name], languages)
    yield "</question>"


def _asked(key: Key, question: Asked, kind: str, languages: Sequence[str]) -> str:
    parts = [lms.rich(question.prompt, languages), lms.picture(question, languages)]
    for field in question.fields:
        if field.label:
            parts.append(f"<p><strong>{lms.line(field.label, languages)}</strong></p>")
        if kind == "cloze":
            parts.append(cloze.embedded(field, key.answers[field.name], cloze.weights(question)[field.name], languages))
        elif field.kind == "matching" or (kind == "essay" and field.options):
            parts.append(lms.numbered(field, languages))
        if kind == "essay" and field.items:
            parts.append("<ul>" + "".join(f"<li>{lms.line(item, languages)}</li>" for item in field.items) + "</ul>")
        if field.skeleton:
            parts.append(f"<pre>{html.escape(field.skeleton, quote=False)}</pre>")
    return "\n".join(part for part in parts if part)


def _numerical(field: AskedField, answer: RightAnswer, languages: Sequence[str]) -> Iterator[str]:
    for value, share, hint in lms.numbers(answer):
        yield f'<answer fraction="{lms.percent(share)}" format="moodle_auto_format">{_text(lms.decimal_text(value))}'
        yield _rich("feedback", lms.line(hint, languages) if hint else "")
        yield f"<tolerance>{lms.decimal_text(lms.tolerance(answer, value))}</tolerance></answer>"


def _multichoice(field: AskedField, answer: RightAnswer, languages: Sequence[str]) -> Iterator[str]:
    yield f"<single>{'true' if field.kind == 'choice' else 'false'}</single>"
    yield "<shuffleanswers>true</shuffleanswers>"
    yield "<answernumbering>abc</answernumbering>"
    yield from _combined_feedback(languages)
    for option, (share, hint) in zip(field.options, lms.choice_shares(field, answer), strict=True):
        yield f'<answer fraction="{lms.percent(share)}" format="html">{_text(lms.line(option, languages))}'
        yield _rich("feedback", lms.line(hint, languages) if hint else "") + "</answer>"


def _matching(field: AskedField, answer: RightAnswer, languages: Sequence[str]) -> Iterator[str]:
    """Items are matched to numbers: what Moodle offers to choose from is plain text, without formulas or languages."""
    yield "<shuffleanswers>true</shuffleanswers>"
    yield from _combined_feedback(languages)
    for item, place in zip(field.items, answer.value, strict=True):
        yield _subquestion(lms.line(item, languages), place)
    for place in sorted(set(range(len(field.options))) - set(answer.value)):
        yield _subquestion("", place)


def _subquestion(asked: str, place: int) -> str:
    return f'<subquestion format="html">{_text(asked)}<answer>{_text(str(place + 1))}</answer></subquestion>'


def _ordering(field: AskedField, answer: RightAnswer, languages: Sequence[str]) -> Iterator[str]:
    yield "<layouttype>VERTICAL</layouttype>"
    yield "<selecttype>ALL</selecttype>"
    yield f"<selectcount>{len(field.options)}</selectcount>"
    yield "<gradingtype>RELATIVE_ALL_PREVIOUS_AND_NEXT</gradingtype>"
    yield "<showgrading>SHOW</showgrading>"
    yield "<numberingstyle>none</numberingstyle>"
    yield from _combined_feedback(languages)
    for rank, place in enumerate(answer.value, start=1):
        yield f'<answer fraction="{rank}" format="html">{_text(lms.line(field.options[place], languages))}</answer>'


def _essay(key: Key, question: Asked) -> Iterator[str]:
    right = "".join(
        f"<li><code>{field.name}</code>: {html.escape(key.answers[field.name].typed or 'run it', quote=False)}</li>"
        for field in question.fields
    )
    skeletons = "\n\n".join(field.skeleton for field in question.fields if field.skeleton)
    yield "<responseformat>monospaced</responseformat>"
    yield "<responserequired>1</responserequired>"
    yield "<responsefieldlines>10</responsefieldlines>"
    yield "<attachments>0</attachments>"
    yield _rich("graderinfo", f"<ul>{right}</ul>")
    yield f'<responsetemplate format="plain_text">{_text(skeletons)}</responsetemplate>'


def _combined_feedback(languages: Sequence[str]) -> Iterator[str]:
    for tag, key in _FEEDBACK.items():
        yield _rich(tag, lms.line({code: asking(f"lms.{key}", code) for code in languages}, languages))


_BY_KIND = {
    "numerical": _numerical,
    "multichoice": _multichoice,
    "matching": _matching,
    "ordering": _ordering,
}


def _rich(tag: str, content: str) -> str:
    return f'<{tag} format="html">{_text(content)}</{tag}>'


def _text(content: str) -> str:
    if content == html.escape(content, quote=False):
        return f"<text>{content}</text>"
    return f"<text><![CDATA[{content.replace(']]>', ']]]]><![CDATA[>')}]]></text>"


def _file(question: Asked) -> str:
    if not question.picture:
        return ""
    data = base64.b64encode(question.picture.encode("utf-8")).decode("ascii")
    return f'<file name="{question.name}.svg" path="/" encoding="base64">{data}</file>'
