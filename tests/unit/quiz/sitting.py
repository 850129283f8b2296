"""A class that sits the tiny test: its papers, and the answers that a right or slipping student types."""

from pathlib import Path
from types import ModuleType

from grader.course import CourseFolder, load
from grader.judge import Oracle
from grader.judge.oracle import reference_module
from grader.model import Material
from grader.quiz import draw_variant, typed_answer, variant_id
from tests.unit import tiny_quiz
from tests.unit.tiny_quiz import QUIZ

SECRET = b"s" * 32
LINE = "out = x / (1 - p)"


def folder_in(root: Path) -> CourseFolder:
    """The course of the tiny test, written into a folder."""
    return load(tiny_quiz.write(root))


def facts(student: str) -> dict[str, str]:
    """What a sheet says of itself."""
    return {"assignment": QUIZ, "student": student, "variant": variant_id(SECRET, QUIZ, student)}


def right_answers(material: Material, student: str, *, slip: str = "") -> dict[str, str]:
    """What somebody types who knows everything, or makes one known mistake."""
    reference = Oracle(material).reference
    module = _slipping(material, slip) if slip else reference
    answers = {}
    for question in material.questions:
        shown = draw_variant(material, question, reference, SECRET, student)
        known = draw_variant(material, question, module, SECRET, student)
        for name, field in question.fields.items():
            answers[f"{question.name}.{name}"] = typed_answer(field, name, shown, known.answers[name])
    return answers | {"line.code": LINE}


def _slipping(material: Material, slip: str) -> ModuleType:
    module = reference_module(material)
    next(mistake for mistake in material.mistakes if mistake.name == slip).apply(module)
    return module
