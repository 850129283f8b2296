"""Is a variant of a question fit to be handed out?  Every fault is a sentence; none are what there should be."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from grader.checkers._answers import agree
from grader.model import LANGUAGES, Field, Option, Question, Tree, Variant
from grader.quiz.numbers import NotRead, read_number

_TOKEN = re.compile(r"(?<![\w.])[-−]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?(?![\w.]*\d)")
_MATH = re.compile(r"\$\$(.*?)\$\$|\$(.*?)\$", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(\w+\*?)\}")
_ENDS = ("begin", "end")
_NOT_COUNTED = re.compile(r"\\[\\{}$]")


def faults(question: Question, variant: Variant) -> Iterator[str]:
    """What is wrong with a variant, whatever its answers are."""
    yield from _texts(question, variant)
    if variant.answers.keys() != question.fields.keys():
        yield f"its answers are of {sorted(variant.answers)}, its fields are {sorted(question.fields)}"
        return
    for name, field in question.fields.items():
        for fault in _field(name, field, variant):
            yield f"{name}: {fault}"


def _texts(question: Question, variant: Variant) -> Iterator[str]:
    """Every text in every language, with whole formulas."""
    texts = {"the prompt": variant.prompt}
    texts |= {f"the label of {name}": label for name, label in variant.labels.items()}
    for what in (variant.options, variant.items):
        texts |= {f"{name}: option {one.key}": one.text for name, several in what.items() for one in several}
    if variant.picture or variant.described:
        texts["the description of the picture"] = variant.described
    if len(question.fields) > 1:
        texts |= {f"the label of {name}": variant.labels.get(name, {}) for name in question.fields}
    for what_is_said, text in texts.items():
        for language in LANGUAGES:
            if not text.get(language, "").strip():
                yield f"{what_is_said} is missing in {language}"
            else:
                yield from (f"{what_is_said} ({language}): {fault}" for fault in unbalanced(text[language]))


def unbalanced(text: str) -> Iterator[str]:
    """What does not close in the LaTeX of a text."""
    bare = _NOT_COUNTED.sub("", re.sub(r"`[^`\n]*`", "", text))
    if bare.replace("$$", "").count("$") % 2 or bare.count("$$") % 2:
        yield "a $ is not closed"
        return
    for found in _MATH.finditer(bare):
        body = found[1] or found[2] or ""
        if not _closes(body):
            yield f"the braces of ${body[:40]}$ do not close"
        if len(re.findall(r"\\left(?![a-z])", body)) != len(re.findall(r"\\right(?![a-z])", body)):
            yield f"\\left and \\right of ${body[:40]}$ do not pair"
        named = {kind: sorted(name for this, name in _ENVIRONMENT.findall(body) if this == kind) for kind in _ENDS}
        if named["begin"] != named["end"]:
            yield f"\\begin and \\end of ${body[:40]}$ do not pair"


def _closes(body: str) -> bool:
    """Whether braces close, and none before it is opened."""
    depth = 0
    for sign in body:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _field(name: str, field: Field, variant: Variant) -> Iterator[str]:
    options, items = variant.options.get(name, ()), variant.items.get(name, ())
    answer = variant.answers[name]
    if field.kind in ("choice", "choices", "ordering", "matching"):
        yield from _options(field, answer, options, items)
    elif options or items:
        yield f"a field of kind {field.kind} has options"
    if field.kind in ("number", "integer", "formula") and visible(field, answer, variant):
        yield VISIBLE


VISIBLE = "the answer stands in the prompt"
"""A fault that chance may bring about: told as a rate."""


def _options(field: Field, answer: Tree, options: Sequence[Option], items: Sequence[Option]) -> Iterator[str]:
    if len(options) < 2:
        yield f"there are {len(options)} options to choose from"
    yield from _alike("options", options)
    yield from _alike("items", items)
    keys = {option.key for option in options}
    if not keys.issuperset(_named(field, answer)):
        yield f"the answer {answer!r} is not among the options"
    elif field.kind == "choices" and not 0 < len(set(answer)) < len(keys):
        yield "none or all of the options are right"
    elif field.kind == "matching" and set(answer) != {item.key for item in items}:
        yield "its items are not those of the answer"
    elif field.kind == "ordering" and sorted(answer) != sorted(keys):
        yield "its order is not one of all options"
    elif field.kind in ("choice", "choices"):
        yield from _ties(set(_named(field, answer)), options)


def _alike(kind: str, several: Sequence[Option]) -> Iterator[str]:
    """Options that cannot be told apart."""
    if len({one.key for one in several}) < len(several):
        yield f"two {kind} have the same key"
    for language in LANGUAGES:
        texts = [" ".join(one.text.get(language, "").split()) for one in several]
        if len(set(texts)) < len(texts):
            yield f"two {kind} have the same text in {language}"


def _named(field: Field, answer: Tree) -> list[str]:
    """The keys of options in an answer."""
    if field.kind == "choice":
        return [answer]
    return list(answer.values()) if isinstance(answer, dict) else list(answer)


def _ties(right: set[str], options: Sequence[Option]) -> Iterator[str]:
    """Options that are numbers and equal to three digits, one of them right and the other not."""
    numbers = {option.key: value for option in options if (value := _number(option.text.get("en", ""))) is not None}
    for (one, first), (other, second) in combinations(numbers.items(), 2):
        if (one in right) != (other in right) and agree(first, second, 3, 0.0):
            yield f"the wrong option {other if one in right else one} is as right as {one if one in right else other}"


def _number(text: str) -> float | None:
    try:
        return read_number(text.replace("$", "").replace("\\,", "").replace("{,}", "."))
    except NotRead:
        return None


def visible(field: Field, answer: Tree, variant: Variant) -> bool:
    """Whether the answer stands in the prompt as it is: as a number of its own, or as a formula."""
    if field.kind == "formula":
        bare = re.sub(r"[\s*{}]", "", str(answer)).replace("**", "^")
        return len(bare) > 3 and any(bare in re.sub(r"[\s*{}]", "", text) for text in variant.prompt.values())
    options = field.options
    if not math.isfinite(float(answer)):
        return False
    for text in variant.prompt.values():
        for token in _TOKEN.findall(text):
            value = _number(token)
            if value is not None and agree(value, float(answer), options.get("significant", 12), 0.0):
                return True
    return False
