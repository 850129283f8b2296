"""The trusted half of grading: what should be seen, whether it was, and which known mistake was made."""

from grader.judge.believing import believed
from grader.judge.carrying import lendable, loans
from grader.judge.diagnosis import Seen, diagnose
from grader.judge.judging import grader_error, judge, placed, unreadable
from grader.judge.loan import Loan
from grader.judge.oracle import Oracle
from grader.judge.seeds import course_secret, derived_seed, draw_seed, own_seed
from grader.judge.shortcuts import shortcut

__all__ = [
    "Loan",
    "Oracle",
    "Seen",
    "believed",
    "course_secret",
    "diagnose",
    "derived_seed",
    "draw_seed",
    "grader_error",
    "judge",
    "lendable",
    "loans",
    "own_seed",
    "placed",
    "shortcut",
    "unreadable",
]
