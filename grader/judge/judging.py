"""Compares what was seen with what should have been: one observation in, one outcome out."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from grader.judge.relations import with_relation
from grader.model import Case, Checker, Difference, Observation, Outcome, Submission, Verdict

FORM = frozenset({"missing", "extra", "length", "type", "shape", "dtype", "unread"})
"""Differences of form: the answer could not be compared number by number."""


def judge(case: Case, observed: Observation, expected: Observation, checker: Checker) -> Outcome:
    """The outcome of one case, by the checker that the case names; a difference with the relation that explains it."""
    outcome = compare(case, observed, expected, checker)
    if outcome.difference is None:
        return outcome
    return replace(outcome, difference=with_relation(outcome.difference, observed, expected, case.options))


def compare(case: Case, observed: Observation, expected: Observation, checker: Checker) -> Outcome:
    """The outcome without the relation between what is seen and what should be.

    Where the reference itself shows nothing, or the checker fails, that is our failure, not the student's.
    """
    if expected.failure is not None:
        return grader_error(case, f"the reference does not pass: {expected.failure} {expected.detail}".strip())
    if observed.failure is not None:
        return _outcome(case, observed.failure, detail=observed.detail, line=observed.line)
    try:
        difference = checker(observed.value, expected.value, **case.options)
        if not isinstance(difference, Difference | None):
            raise TypeError(f"returned {type(difference).__name__}, not a Difference or None")
    except Exception as error:  # noqa: BLE001 - an author's checker may fail in any way, at no cost to the student
        return grader_error(case, f"checker {case.checker}: {type(error).__name__}: {error}")
    if difference is None:
        return _outcome(case, Verdict.PASSED)
    verdict = Verdict.MALFORMED if difference.kind in FORM else Verdict.WRONG
    return _outcome(case, verdict, difference=difference)


def placed(outcome: Outcome, line_map: Sequence[tuple[int, int]]) -> Outcome:
    """The outcome with its line in the cell that it comes from, if the module was a notebook."""
    if outcome.line is None or not 1 <= outcome.line <= len(line_map):
        return outcome
    cell, line = line_map[outcome.line - 1]
    return replace(outcome, cell=cell, line=line)


def grader_error(case: Case, detail: str) -> Outcome:
    """The outcome of a case that could not be judged by our own fault."""
    return _outcome(case, Verdict.GRADER_ERROR, detail=detail)


def unreadable(case: Case, submission: Submission) -> Outcome:
    """The outcome of every case of a submission whose file could not be read as a module."""
    difference = Difference(kind="unreadable", path=submission.unreadable, observed=submission.detail)
    return _outcome(case, Verdict.MALFORMED, difference=difference)


def _outcome(
    case: Case,
    verdict: Verdict,
    *,
    difference: Difference | None = None,
    detail: str = "",
    line: int | None = None,
) -> Outcome:
    return Outcome(
        case=case.name,
        title=case.title,
        visibility=case.visibility,
        points=case.points,
        verdict=verdict,
        credit=difference.credit if difference else Fraction(verdict is Verdict.PASSED),
        difference=difference,
        detail=detail,
        line=line,
    )
