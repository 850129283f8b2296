"""Tests: every student's own paper, and the values that answers on it stand for."""

from grader.quiz.papers import draw_paper, variant_id

__all__ = ["draw_paper", "variant_id"]
