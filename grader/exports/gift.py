r"""A test in GIFT, the plain text that Moodle and other systems read: what GIFT can hold of it.

A question of several fields becomes as many, each with the whole text.  GIFT holds numbers, a choice, several choices
and matchings; no pictures, orders, arrays, formulas or code: `left_out` names their fields.  One question stands on
one line; signs of GIFT's own within texts have a backslash before them.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from grader.exports import lms_text as lms
from grader.files import write_atomically
from grader.model import LANGUAGES, Asked, AskedField, Key, RightAnswer

_OWN_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": " "})


def write(keys: Sequence[Key], path: Path, languages: Sequence[str] = LANGUAGES) -> None:
    """Writes the variants to `path`, whole or not at all; names and categories are in the first language."""
    write_atomically(path, text(keys, languages))


def text(keys: Sequence[Key], languages: Sequence[str] = LANGUAGES) -> str:
    """The variants as GIFT; the same bytes for the same keys."""
    blocks: list[str] = []
    for name in held(keys[0]) if keys else []:
        asked = [_find(key, name) for key in keys]
        blocks.append(f"$CATEGORY: {_category(keys[0], *asked[0], languages[0])}")
        blocks += [_question(key, *one, languages) for key, one in zip(keys, asked, strict=True)]
    return "\n\n".join(blocks) + "\n"


def held(key: Key) -> list[str]:
    """The fields that GIFT can hold, in alphabetical order."""
    return sorted(field.name for asked in key.paper.questions for field in asked.fields if _fits(asked, field))


def left_out(key: Key) -> list[str]:
    """The fields that GIFT cannot hold, in alphabetical order."""
    return sorted(field.name for asked in key.paper.questions for field in asked.fields if not _fits(asked, field))


def _fits(question: Asked, field: AskedField) -> bool:
    enough = field.kind != "matching" or (len(field.items) > 1 and len(field.options) > 2)
    return field.kind in _ANSWERS and enough and not question.picture


def _find(key: Key, name: str) -> tuple[Asked, AskedField]:
    return next((asked, field) for asked in key.paper.questions for field in asked.fields if field.name == name)


def _category(key: Key, question: Asked, field: AskedField, language: str) -> str:
    path = lms.category(key, question, language)
    return path if len(question.fields) == 1 else f"{path}/{field.name.rpartition('.')[2]}"


def _question(key: Key, question: Asked, field: AskedField, languages: Sequence[str]) -> str:
    asked = lms.rich(question.prompt, languages)
    if field.label:
        asked += f"<p><strong>{lms.line(field.label, languages)}</strong></p>"
    if field.kind == "matching":
        asked += lms.numbered(field, languages)
    name = f"{lms.question_name(key, question, languages[0])} {field.name}"
    answers = " ".join(_ANSWERS[field.kind](field, key.answers[field.name], languages))
    return f"::{_escaped(name)}::[html]{_escaped(asked)} {{{answers}}}"


def _numerical(field: AskedField, answer: RightAnswer, languages: Sequence[str]) -> Iterator[str]:
    yield "#"
    for value, share, hint in lms.numbers(answer):
        mark = "=" if share == 1 else f"=%{lms.percent(share)}%"
        within = lms.decimal_text(lms.tolerance(answer, value))
        yield f"{mark}{lms.decimal_text(value)}:{within}{_feedback(hint, languages)}"


def _chosen(field: AskedField, answer: RightAnswer, languages: Sequence[str]) -> Iterator[str]:
    for option, (share, hint) in zip(field.options, lms.choice_shares(field, answer), strict=True):
        mark = "=" if share == 1 and field.kind == "choice" else "~"
        weight = "" if share in (0, 1) and field.kind == "choice" else f"%{lms.percent(share)}%"
        yield f"{mark}{weight}{_escaped(lms.line(option, languages))}{_feedback(hint, languages)}"


def _matching(field: AskedField, answer: RightAnswer, languages: Sequence[str]) -> Iterator[str]:
    for item, place in zip(field.items, answer.value, strict=True):
        yield f"={_escaped(lms.line(item, languages)).replace('->', '→')} -> {place + 1}"
    for place in sorted(set(range(len(field.options))) - set(answer.value)):
        yield f"= -> {place + 1}"


_ANSWERS: dict[str, Callable[[AskedField, RightAnswer, Sequence[str]], Iterator[str]]] = {
    "number": _numerical,
    "integer": _numerical,
    "choice": _chosen,
    "choices": _chosen,
    "matching": _matching,
}


def _feedback(hint: dict[str, str], languages: Sequence[str]) -> str:
    return f"#{_escaped(lms.line(hint, languages))}" if hint else ""


def _escaped(content: str) -> str:
    return content.translate(_OWN_SIGNS).strip()
