"""Deadlines, each student's own, and what coming late costs."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil

from grader.model import Assignment, Course, Extension, Policy, Scorecard

DAY = timedelta(hours=24)
_HOUR = 3_600_000_000
"""Microseconds of an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """How late a submission came, in days begun, and the share of its points that it keeps."""

    days: int
    factor: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Until when a student may hand something in, and the extension that made it so, if any."""

    due: datetime | None
    extension: Extension | None = None


def deadline(assignment: Assignment, student: str, policy: Policy) -> Deadline:
    """The student's own deadline: the latest that the assignment and the student's extensions give.

        due = max(assignment's due, extension's due, assignment's due + extension's hours)

    Extensions do not add up, and none of them can make a deadline earlier.  What is due at no time stays so.
    """
    own = Deadline(due=assignment.due)
    for one in policy.extensions:
        if one.student == student and one.assignment in ("all", assignment.name) and assignment.due is not None:
            due = one.due or assignment.due + timedelta(microseconds=int((one.hours or 0) * _HOUR))
            if own.due is None or due > own.due:
                own = Deadline(due=due, extension=one)
    return own


def lateness(received: datetime | None, due: datetime | None, policy: Policy) -> Late:
    """The penalty of a submission that came at `received` where `due` was the deadline.

        days   = ceil((received - due - grace) / 24 h), never below 0
        factor = max(late_floor, 1 - late_per_day · days), and 1 while days = 0

    A submission whose time is unknown, or without a deadline, is not late.  Both times carry a time zone, or
    neither does (`TypeError` otherwise).
    """
    if received is None or due is None:
        return Late(days=0, factor=Fraction(1))
    microsecond = timedelta(microseconds=1)
    over = Fraction((received - due) // microsecond) - policy.grace_hours * _HOUR
    days = max(0, ceil(over / (DAY // microsecond)))
    if days == 0:
        return Late(days=0, factor=Fraction(1))
    return Late(days=days, factor=max(policy.late_floor, 1 - policy.late_per_day * days))


def with_lateness(card: Scorecard, course: Course) -> Scorecard:
    """The scorecard with the penalty that the student's deadline and the course's policy give it today.

    What a card holds is what held when it was graded; a deadline that was moved since counts from now on.
    """
    due = deadline(course.assignment(card.assignment), card.student, course.policy).due
    late = lateness(card.received, due, course.policy)
    return replace(card, late_days=late.days, late_factor=late.factor)
