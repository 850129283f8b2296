"""What a module answers to a question: asked once for all of its fields, then told field by field."""

from dataclasses import replace
from fractions import Fraction
from types import ModuleType

import numpy as np

from grader.model import Case, Observation, Question, Tree, Variant
from grader.observe import observe
from grader.questions import field_of
from grader.trees import snapshot


def ask(question: Question, module: ModuleType, seed: int) -> Observation:
    """All answers of a module, by field, as the question's cases would see each; or how it failed."""

    def answers(asked: ModuleType, rng: np.random.Generator) -> Tree:
        return dict(question.generate(asked, rng).answers)

    whole = Case(name=question.name, task=question.task, title={}, points=Fraction(0), exercise=answers)
    return observe(whole, module, seed)


def right(question: Question, variant: Variant) -> Observation:
    """All answers of the module that drew a variant."""
    return Observation(case=question.name, value=snapshot(dict(variant.answers)))


def in_field(case: Case, answers: Observation) -> Observation:
    """Of all answers to a question what the case of one field sees."""
    if answers.failure is not None:
        return replace(answers, case=case.name)
    return Observation(case=case.name, value={"answer": answers.value[field_of(case)]})
