"""Whose grade moved, as lines on a terminal."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from grader.messages import clean
from grader.model import AssignmentGrade, CourseGrade, Outcome
from grader.reports import AssignmentMove, CaseMove, Reason, StudentMove
from grader.scoring import decimal

SHORT = 12
"""Digits of a hash that are shown."""

_REASONS = {
    "handed_in": "handed in: file {after}",
    "gone": "file {before} does not count any more",
    "file": "another file counts: {before} → {after}",
    "version": "the same file, the assignment changed: {before} → {after}",
    "again": "the same file, graded again",
    "override": "{task}: {before} → {after} points, decided by a person: {why}",
    "late": "days late: {before} → {after}",
    "mark": "a mark was imported",
    "deadline": "the deadline has passed",
    "task": "{task}: {before} → {after} points, by the credit for a known mistake or a carried error",
    "course": "the course changed: its assignments, maxima or policy",
}


def change_lines(moves: Sequence[StudentMove], size: int) -> Iterator[str]:
    """What to print of the changes in a class of `size` students."""
    if not moves:
        yield f"no grade moved ({size} students)"
        return
    yield f"the grades of {len(moves)} of {size} students moved"
    for move in moves:
        yield f"{clean(move.student.id)}: course {_course(move.before)} → {_course(move.after)}"
        if not move.assignments:
            yield "  by the weights or the policy of the course alone"
        for one in move.assignments:
            yield f"  {one.assignment}: {_points(one.before)} → {_points(one.after)}{_gain(one)}"
            yield from (f"    {_reason(reason)}" for reason in one.reasons)
            yield from (f"    {_case(case)}" for case in one.cases)


def short(digest: str) -> str:
    """A hash as people compare it."""
    return clean(digest[:SHORT])


def _course(grade: CourseGrade | None) -> str:
    if grade is None:
        return "none"
    return f"{decimal(grade.exact)} ({'none' if grade.mark is None else grade.mark})"


def _points(grade: AssignmentGrade | None) -> str:
    if grade is None:
        return "none"
    if grade.points is None:
        return grade.standing
    return f"{decimal(grade.points)}/{decimal(grade.max_points)}"


def _gain(move: AssignmentMove) -> str:
    before, after = move.before, move.after
    if before is None or after is None or before.points is None or after.points is None:
        return ""
    return f" ({_signed(after.points - before.points)})"


def _signed(points: Fraction) -> str:
    return f"+{decimal(points)}" if points >= 0 else f"−{decimal(-points)}"


def _reason(reason: Reason) -> str:
    if reason.kind == "override" and not reason.why:
        return f"{reason.task}: {_exact(reason.before)} → {_exact(reason.after)} points, an override was taken back"
    before, after = reason.before, reason.after
    if reason.kind in ("override", "task"):
        before, after = _exact(before), _exact(after)
    return _REASONS[reason.kind].format(
        task=reason.task, before=short(before), after=short(after), why=clean(reason.why, 200)
    )


def _exact(points: str) -> str:
    return decimal(Fraction(points)) if points else "none"


def _case(move: CaseMove) -> str:
    earned = _earned(move.after) - _earned(move.before)
    return f"{move.task}.{move.case}: {_verdict(move.before)} → {_verdict(move.after)}, {_signed(earned)}"


def _verdict(outcome: Outcome | None) -> str:
    return "no such case" if outcome is None else outcome.verdict.value


def _earned(outcome: Outcome | None) -> Fraction:
    return Fraction(0) if outcome is None else outcome.earned
