"""Fields, questions, and the cases that a question is made into."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import ModuleType

import numpy as np

from grader.model import Case, Field, FieldKind, Generate, Option, Question, Task, Tree

Points = int | str | Fraction
PLACE = "{answer}"
"""Where a student's lines stand in a skeleton."""


def question(task: str, *, fields: Mapping[str, Field]) -> Callable[[Generate], Question]:
    """Makes a question of a function `generate(reference, rng)` → `Variant`; its name is the question's.

    `fields` are what is answered, in the order in which it is asked; their points make up the task's.
    """

    def make(generate: Generate) -> Question:
        return Question(name=generate.__name__, task=task, fields=dict(fields), generate=generate)

    return make


def option(key: str, *, en: str, ru: str) -> Option:
    """Something to choose, match or order; texts are Markdown with `$…$`."""
    return Option(key=key, text={"en": en, "ru": ru})


def number(*, points: Points, significant: int = 3, absolute: float = 0.0) -> Field:
    """A real number, right when it agrees with the answer to `significant` digits, or to within `absolute`."""
    return _field("number", points, significant=significant, absolute=absolute)


def integer(*, points: Points) -> Field:
    """A whole number, exactly."""
    return _field("integer", points)


def choice(*, points: Points) -> Field:
    """One of several options."""
    return _field("choice", points)


def choices(*, points: Points) -> Field:
    """All the right ones of several options; a wrong one takes back what a right one gives."""
    return _field("choices", points)


def matching(*, points: Points) -> Field:
    """An option to every item."""
    return _field("matching", points)


def ordering(*, points: Points) -> Field:
    """All options, put in order."""
    return _field("ordering", points)


def array(*, points: Points, shape: tuple[int, ...], significant: int = 3, absolute: float = 0.0) -> Field:
    """A vector or matrix of this shape, entry by entry as `number`."""
    return _field("array", points, shape=shape, significant=significant, absolute=absolute)


def formula(*, points: Points, symbols: tuple[str, ...]) -> Field:
    """An expression in these symbols, equal to the answer wherever both are defined."""
    return _field("formula", points, symbols=symbols)


def code(*, skeleton: str) -> Field:
    """Some lines of Python, which stand in place of `{answer}` in the skeleton, indented as it is.

    The cases of the question's task in `hidden.py` observe what comes of it, in the sandbox.
    """
    if skeleton.count(PLACE) != 1:
        raise ValueError(f"the skeleton {skeleton[:40]!r} must hold {PLACE} once, where the answer stands")
    return Field(kind="code", options={"skeleton": skeleton})


def _field(kind: FieldKind, points: Points, **options: object) -> Field:
    if isinstance(points, float):
        raise TypeError(f"points={points!r} of a field of kind {kind} is not exact: write an int or a string")
    return Field(kind=kind, points=Fraction(points), options=options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """The exercise of a field's case: what the question, asked of a module, has as that field's answer."""

    question: Question
    field: str

    def __call__(self, module: ModuleType, rng: np.random.Generator) -> Tree:
        return {"answer": self.question.generate(module, rng).answers[self.field]}


def cases_of(question: Question, task: Task) -> list[Case]:
    """A hidden case for every field that has points; all of them draw the same inputs."""
    return [
        Case(
            name=f"{question.name}.{name}",
            task=question.task,
            title=_title(question, name, task),
            points=field.points,
            exercise=_Answer(question=question, field=name),
            checker=field.kind,
            options=field.options,
            draws=question.name,
        )
        for name, field in question.fields.items()
        if field.kind != "code"
    ]


def field_of(case: Case) -> str:
    """The field of a question that a case observes; `case` is one of `cases_of`."""
    return case.name.removeprefix(f"{case.draws}.")


def _title(question: Question, name: str, task: Task) -> dict[str, str]:
    """The task's title; with the name of the field, as it stands on the sheet, where there are several."""
    if len(question.fields) == 1:
        return task.title
    return {language: f"{title} (`{question.name}.{name}`)" for language, title in task.title.items()}
