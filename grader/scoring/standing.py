"""How one student stands in one assignment: which attempt or mark counts, or why none does."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from grader.model import Assignment, AssignmentGrade, Mark, Policy, Scorecard, Standing


def counting_card(cards: Sequence[Scorecard], policy: Policy) -> Scorecard | None:
    """The scorecard that counts among those of one student in one assignment, the one seen last at the end.

    A file counts as it was seen last: graded again, or with a time of handing in that was corrected.  Policy "last"
    takes the file that was received last, if the time of every one is known, else the one seen last.  Policy "best"
    takes the highest score; a held one loses a tie, for a person can only lower it.
    """
    latest: dict[str, tuple[int, Scorecard]] = {}
    for order, card in enumerate(cards):
        latest[card.submission] = (order, card)
    if not latest:
        return None
    files = list(latest.values())
    if policy.attempts == "best":
        return max(files, key=lambda file: (file[1].score, not file[1].held, file[0]))[1]
    times = [card.received.timestamp() if card.received else None for _, card in files]
    if None in times:
        return max(files, key=lambda file: file[0])[1]
    return max(zip(times, files, strict=True), key=lambda one: (one[0], one[1][0]))[1][1]


def standing_marks(marks: Iterable[Mark]) -> dict[tuple[str, str], Mark]:
    """(student, assignment) → the mark that stands: the one imported last, and none where that one withdraws it."""
    newest: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        known = newest.get((mark.student, mark.assignment))
        if known is None or mark.imported >= known.imported:
            newest[mark.student, mark.assignment] = mark
    return {key: mark for key, mark in newest.items() if mark.points is not None}


def assignment_grade(
    assignment: Assignment,
    cards: Sequence[Scorecard],
    marks: Sequence[Mark],
    policy: Policy,
    now: datetime,
    *,
    recorded: bool = True,
) -> AssignmentGrade:
    """How one student stands in one assignment, from that student's scorecards and marks, oldest first.

    An external assignment takes the mark that was imported last, unless that withdraws it; `recorded` says whether
    any student of the course has a mark for it yet: while nobody has, nobody misses one.
    """
    if assignment.kind == "external":
        return _external_grade(assignment, marks, now, recorded)
    card = counting_card([card for card in cards if card.assignment == assignment.name], policy)
    if card is None:
        return _without_points(assignment, "pending" if _is_ahead(assignment, now) else "missing")
    if card.held:
        return _without_points(assignment, "held")
    return replace(
        _without_points(assignment, "graded"),
        points=card.score,
        # A card graded when the assignment had another total keeps its own: its share is still a share.
        max_points=card.max_points or assignment.points,
        earned=card.points,
        late_days=card.late_days,
        late_factor=card.late_factor,
    )


def _external_grade(assignment: Assignment, marks: Sequence[Mark], now: datetime, recorded: bool) -> AssignmentGrade:
    own = standing_marks(mark for mark in marks if mark.assignment == assignment.name)
    mark = next(iter(own.values()), None)
    if mark is None:
        pending = not recorded or _is_ahead(assignment, now)
        return _without_points(assignment, "pending" if pending else "missing")
    return replace(_without_points(assignment, "graded"), points=mark.points, earned=mark.points)


def _is_ahead(assignment: Assignment, now: datetime) -> bool:
    return assignment.due is not None and now < assignment.due


def _without_points(assignment: Assignment, standing: Standing) -> AssignmentGrade:
    return AssignmentGrade(
        assignment=assignment.name,
        standing=standing,
        points=None,
        max_points=assignment.points,
        bonus=assignment.bonus,
    )
