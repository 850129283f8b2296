"""The right answers of one student's paper, and what known mistakes make of them: for instructors, and for an LMS."""

import string
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import ModuleType

import numpy as np

from grader.judge.oracle import reference_module
from grader.model import (
    AskedField,
    Field,
    FieldKind,
    Key,
    Material,
    Mistake,
    Question,
    RightAnswer,
    Slip,
    Tree,
    Variant,
)
from grader.quiz.papers import draw_paper, draw_variant
from grader.quiz.wording import number


def spoiled_references(material: Material) -> list[tuple[Mistake, ModuleType]]:
    """A reference of its own for every known mistake, with that mistake in it."""
    modules = [(mistake, reference_module(material)) for mistake in material.mistakes]
    for mistake, module in modules:
        mistake.apply(module)
    return modules


def draw_key(
    material: Material,
    reference: ModuleType,
    secret: bytes,
    student: str,
    spoiled: Sequence[tuple[Mistake, ModuleType]] = (),
) -> Key:
    """The paper of one student with its answers; `spoiled` adds what those mistakes answer."""
    answers: dict[str, RightAnswer] = {}
    for question in material.questions:
        variant = draw_variant(material, question, reference, secret, student)
        slipped = []
        for mistake, module in spoiled:
            if mistake.task == question.task:
                # Some mistakes give no answer at all to some variants, as the logarithm of what should be no zero.
                with suppress(ArithmeticError, ValueError):
                    slipped.append((mistake, draw_variant(material, question, module, secret, student).answers))
        for name in question.fields:
            answers[f"{question.name}.{name}"] = _right_answer(question, name, variant, slipped)
    return Key(paper=draw_paper(material, reference, secret, student), answers=answers)


def _right_answer(
    question: Question, name: str, variant: Variant, slipped: Sequence[tuple[Mistake, Mapping[str, Tree]]]
) -> RightAnswer:
    field = question.fields[name]
    right = _placed(field, name, variant, variant.answers[name])
    slips = []
    for mistake, answers in slipped:
        value = _placed(field, name, variant, answers[name])
        if not _same(value, right):
            slips.append(Slip(value=value, hint=mistake.hint, credit=mistake.credit))
    return RightAnswer(value=right, typed=_typed(field.kind, right), options=field.options, slips=tuple(slips))


def _placed(field: Field, name: str, variant: Variant, answer: Tree) -> Tree:
    """An answer with places on the paper instead of the author's keys."""
    places = {option.key: place for place, option in enumerate(variant.options.get(name, ()))}
    if field.kind == "choice":
        return places[str(answer)]
    if field.kind == "choices":
        return sorted(places[key] for key in answer)
    if field.kind == "ordering":
        return [places[key] for key in answer]
    if field.kind == "matching":
        return [places[answer[item.key]] for item in variant.items[name]]
    return answer


def _same(one: Tree, other: Tree) -> bool:
    return bool(np.array_equal(np.asarray(one), np.asarray(other)))


def _typed(kind: FieldKind, value: Tree) -> str:
    """What a student would write to give this answer."""
    if kind == "choice":
        return str(value + 1)
    if kind == "choices":
        return ", ".join(str(place + 1) for place in value)
    if kind == "ordering":
        return " ".join(str(place + 1) for place in value)
    if kind == "matching":
        return " ".join(f"{letter}{place + 1}" for letter, place in zip(string.ascii_lowercase, value, strict=False))
    if kind == "array":
        return np.array2string(np.asarray(value), separator=", ", precision=6, threshold=10**6).replace("\n", "")
    if kind == "code":
        return ""
    return f"{value:.6g}" if kind == "number" else str(value)


def told(key: Key, language: str) -> str:
    """The paper with its answers as Markdown, for an instructor."""
    paper = key.paper
    lines = [f"# {paper.title[language]}: key", "", f"Student `{paper.student}`, variant `{paper.variant}`.", ""]
    for question in paper.questions:
        lines += [f"## {question.number}. {question.title[language]} (`{question.name}`)", ""]
        lines += [question.prompt[language].strip(), ""]
        for field in question.fields:
            label = f" {field.label[language]}:" if field.label else ""
            answer = key.answers[field.name]
            lines.append(f"- `{field.name}` ({number(field.points)}):{label} **{_shown(field, answer, language)}**")
        lines.append("")
    return "\n".join(lines)


def _shown(field: AskedField, answer: RightAnswer, language: str) -> str:
    """The answer as it is typed, and what the numbers in it stand for."""
    if field.kind == "code":
        return "judged by running it: see the reference"
    chosen = {"choice": [answer.value], "choices": answer.value}.get(field.kind)
    meant = "; ".join(field.options[place][language] for place in chosen or ())
    return f"{answer.typed} ({meant})" if meant else answer.typed
