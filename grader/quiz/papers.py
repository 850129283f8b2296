"""The course's secret and a student's name → the paper of that student, the same whenever it is drawn.

Numbers, the order of the questions and the order of what there is to choose from are the student's own.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from types import ModuleType
from typing import TypeVar

import numpy as np

from grader.judge import derived_seed, own_seed
from grader.model import Asked, AskedField, Material, Option, Paper, Question, Variant

Thing = TypeVar("Thing")


def variant_id(secret: bytes, assignment: str, student: str) -> str:
    """The name of a student's variant: it tells nothing to those who do not have the secret."""
    return f"{derived_seed(secret, 'variant', assignment, student) >> 88:010x}"


def draw_paper(material: Material, reference: ModuleType, secret: bytes, student: str) -> Paper:
    """The paper of one student; `reference` computes the answers, and none of them is in it."""
    assignment = material.assignment
    order = _generator(secret, "order", assignment.name, student)
    questions = [material.questions[index] for index in order.permutation(len(material.questions))]
    return Paper(
        assignment=assignment.name,
        title=assignment.title,
        student=student,
        variant=variant_id(secret, assignment.name, student),
        points=assignment.points,
        questions=tuple(
            _asked(number, question, draw_variant(material, question, reference, secret, student), material)
            for number, question in enumerate(questions, start=1)
        ),
    )


def draw_variant(material: Material, question: Question, reference: ModuleType, secret: bytes, student: str) -> Variant:
    """A question as one student gets it, options already in the order in which they are shown."""
    name = material.assignment.name
    variant = question.generate(reference, np.random.default_rng(own_seed(secret, name, question.name, student)))
    shuffle = _generator(secret, "options", name, question.name, student)
    options = {field: _shuffled(several, shuffle) for field, several in variant.options.items()}
    return replace(variant, options=options)


def _asked(number: int, question: Question, variant: Variant, material: Material) -> Asked:
    task = next(task for task in material.assignment.tasks if task.name == question.task)
    of_code = sum((case.points for case in material.cases_of(task.name) if not case.draws), Fraction(0))
    fields = tuple(_asked_field(question, name, variant, of_code) for name in question.fields)
    return Asked(
        number=number,
        name=question.name,
        title=task.title,
        points=sum((field.points for field in fields), Fraction(0)),
        prompt=variant.prompt,
        fields=fields,
        picture=variant.picture,
        described=variant.described,
    )


def _asked_field(question: Question, name: str, variant: Variant, of_code: Fraction) -> AskedField:
    field = question.fields[name]
    return AskedField(
        name=f"{question.name}.{name}",
        kind=field.kind,
        points=of_code if field.kind == "code" else field.points,
        label=variant.labels.get(name, {}),
        options=_texts(variant.options.get(name, ())),
        items=_texts(variant.items.get(name, ())),
        shape=field.options.get("shape", ()),
        significant=field.options.get("significant", 0),
        symbols=field.options.get("symbols", ()),
        skeleton=field.options.get("skeleton", ""),
    )


def _texts(options: Sequence[Option]) -> tuple[dict[str, str], ...]:
    return tuple(option.text for option in options)


def _shuffled(things: Sequence[Thing], generator: np.random.Generator) -> tuple[Thing, ...]:
    return tuple(things[index] for index in generator.permutation(len(things)))


def _generator(secret: bytes, *names: str) -> np.random.Generator:
    return np.random.default_rng(derived_seed(secret, *names))
