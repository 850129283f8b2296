"""Two of the four ways to grade: right here with nothing around it, and by the grader.  What each submission costs.

Both do the same work: load the submission, exercise every case, show the same inputs to the reference, compare.
"""

import os
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime

from grader.autograde import Autograder
from grader.gradebook import MemoryGradebook
from grader.judge import Oracle, draw_seed, judge
from grader.model import Run, Submission, Verdict
from grader.sandbox import Call, InProcessSandbox, strongest
from tests.benchmarks.cost import Cost, processor
from tests.benchmarks.homework import SECRET, Homework


def floor(homework: Homework, submissions: Sequence[Submission]) -> Cost:
    """In this process, with no isolation, after it has graded the first: nobody who does this work can be faster."""
    oracle, sandbox = Oracle(homework.material), InProcessSandbox()
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        _grade_here(oracle, sandbox, submissions[0])
        started, used = time.perf_counter(), processor()
        for submission in submissions[1:]:
            _grade_here(oracle, sandbox, submission)
        return Cost(time.perf_counter() - started, processor() - used) / (len(submissions) - 1)


def _grade_here(oracle: Oracle, sandbox: InProcessSandbox, submission: Submission) -> None:
    calls = [
        Call(case=case, seed=draw_seed(SECRET, submission.assignment, submission.student, case))
        for case in oracle.material.cases
    ]
    for call, seen in zip(calls, sandbox.observe(submission, calls), strict=True):
        case = call.case
        outcome = judge(case, seen, oracle.expected(case, call.seed), oracle.checker(case))
        if outcome.verdict is not Verdict.PASSED:
            sys.exit(f"an accepted answer does not pass {case.name}: {outcome}")


def autograder(homework: Homework, jobs: int) -> Autograder:
    """The grader with the strongest wall that can be had here."""
    return Autograder({homework.name: homework.material}, homework.course, SECRET, wall=strongest(), jobs=jobs)


def new_run(homework: Homework) -> Run:
    """A run to put scorecards under."""
    started = datetime.now(UTC)
    return Run(id="bench", started=started, grader="", course=homework.course, isolation="", versions={})


def this_grader(homework: Homework, submissions: Sequence[Submission]) -> Cost:
    """By the grader, one job, after its worker is warm and has graded the first."""
    _, first = _graded(homework, submissions[:1])
    seconds, whole = _graded(homework, submissions)
    return Cost(seconds, whole - first) / (len(submissions) - 1)


def _graded(homework: Homework, submissions: Sequence[Submission]) -> tuple[float, float]:
    """Seconds between the first and the last scorecard, and the processor's for the run from start to end."""
    ready, used = 0.0, processor()
    for graded in autograder(homework, 1).grade(submissions, MemoryGradebook(), new_run(homework)):
        if graded.card.points != graded.card.max_points:
            sys.exit(f"an accepted answer got {graded.card.points} of {graded.card.max_points}")
        ready = ready or time.perf_counter()
    return time.perf_counter() - ready, processor() - used
