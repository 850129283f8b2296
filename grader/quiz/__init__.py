"""Tests: every student's own paper, and the values that answers on it stand for."""

from grader.quiz.answering import typed_answer
from grader.quiz.diagnosis import Slips
from grader.quiz.papers import draw_paper, draw_variant, variant_id
from grader.quiz.reading import read_answer
from grader.quiz.skeleton import Filled, fill
from grader.quiz.variants import OTHER_VARIANT, UNKNOWN_VARIANT, Standing, Variants

__all__ = [
    "OTHER_VARIANT",
    "UNKNOWN_VARIANT",
    "Filled",
    "Slips",
    "Standing",
    "Variants",
    "draw_paper",
    "draw_variant",
    "fill",
    "read_answer",
    "typed_answer",
    "variant_id",
]
