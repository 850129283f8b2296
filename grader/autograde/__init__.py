"""Submissions in, scorecards out, each appended to the gradebook as soon as it is there.

What the gradebook already holds for the same bytes, time and version of the assignment is not graded again: a run
that was stopped goes on where it was.
"""

from grader.autograde.appeal import Hearing, hear
from grader.autograde.running import Autograder, Graded, check_references
from grader.autograde.sheets import SheetJudge

__all__ = ["Autograder", "Graded", "Hearing", "SheetJudge", "check_references", "hear"]
