"""The trusted half of grading: what should be seen, whether it was, and which known mistake was made."""

from grader.judge.carrying import answer, lendable
from grader.judge.diagnosis import Seen, diagnose
from grader.judge.judging import grader_error, judge, placed, unreadable
from grader.judge.oracle import Oracle
from grader.judge.seeds import course_secret, draw_seed
from grader.judge.shortcuts import shortcut

__all__ = [
    "Oracle",
    "Seen",
    "answer",
    "course_secret",
    "diagnose",
    "draw_seed",
    "grader_error",
    "judge",
    "lendable",
    "placed",
    "shortcut",
    "unreadable",
]
