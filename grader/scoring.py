"""From outcomes to the course grade: exact arithmetic, pure functions, one rounding at the very end.

    task       points = sum of what its cases earned
    scorecard  score = sum of the tasks' points · late factor
    assignment share = score / maximum
    category   share = mean of the shares of its assignments, each of equal weight
    course     exact = scale · Σ weight · share / Σ weight, over the categories in which something counts
               mark  = exact, rounded half up

Three facts are kept apart all the way up: work that is missing, work that failed, and a failure of our own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil, floor

from grader.model import (
    Assignment,
    AssignmentGrade,
    Carried,
    CategoryGrade,
    Course,
    CourseGrade,
    Diagnosis,
    Mark,
    Outcome,
    Policy,
    Scorecard,
    Standing,
    Task,
    TaskScore,
    Verdict,
)

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """How late a submission came, in days begun, and the share of its points that it keeps."""

    days: int
    factor: Fraction


def task_score(task: Task, outcomes: Sequence[Outcome], diagnosis: Diagnosis | None = None) -> TaskScore:
    """What the outcomes of one task add up to.

    A case that failed by our own fault (`GRADER_ERROR`) is credited in full for the time being: it costs
    nothing, and the scorecard is held until a person has looked.  A diagnosed mistake that its author finds
    forgivable leaves at least `diagnosis.credit` of the task's points.
    """
    earned = sum((credited(outcome) for outcome in outcomes), Fraction(0))
    forgiven = task.points * diagnosis.credit if diagnosis else Fraction(0)
    return TaskScore(
        task=task.name,
        title=task.title,
        points=max(earned, forgiven),
        max_points=task.points,
        outcomes=tuple(outcomes),
        section=task.section,
        diagnosis=diagnosis,
    )


def carried_score(task: Task, score: TaskScore, outcomes: Sequence[Outcome], lent: Sequence[str]) -> TaskScore:
    """A failed task after a second grading with a right answer in place of the tasks `lent`.

        points = max(first result, carried · second result)

    Where the second result is no better, the mistake is the task's own and nothing changes.
    """
    second = sum((outcome.earned for outcome in outcomes), Fraction(0))
    counts = task.carried * second
    if second <= sum((outcome.earned for outcome in score.outcomes), Fraction(0)):
        return score
    carried = Carried(tasks=tuple(lent), points=second, credited=max(counts, score.points))
    return replace(score, points=max(score.points, counts), carried=carried)


def credited(outcome: Outcome) -> Fraction:
    """The points of a case that count for the time being: all of them where the failure is our own."""
    return outcome.points if outcome.verdict is Verdict.GRADER_ERROR else outcome.earned


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
    over = Fraction((received - due) // microsecond) - policy.grace_hours * 3_600_000_000
    days = max(0, ceil(over / (DAY // microsecond)))
    if days == 0:
        return Late(days=0, factor=Fraction(1))
    return Late(days=days, factor=max(policy.late_floor, 1 - policy.late_per_day * days))


def with_lateness(card: Scorecard, course: Course) -> Scorecard:
    """The scorecard with the penalty that the course's deadline and policy give it today.

    What a card holds is what held when it was graded; a deadline that was moved since counts from now on.
    """
    late = lateness(card.received, course.assignment(card.assignment).due, course.policy)
    return replace(card, late_days=late.days, late_factor=late.factor)


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

    An external assignment takes the mark that was imported last; `recorded` says whether any student of the
    course has a mark for it yet: while nobody has, nobody misses one.
    """
    if assignment.kind == "external":
        return _external_grade(assignment, marks, now, recorded)
    card = counting_card([card for card in cards if card.assignment == assignment.name], policy)
    if card is None:
        return _without_points(assignment, "pending" if _is_ahead(assignment, now) else "missing")
    if card.held:
        return _without_points(assignment, "held")
    # A card graded when the assignment had another total keeps its own: its share is still a share.
    maximum = card.max_points or assignment.points
    return AssignmentGrade(assignment=assignment.name, standing="graded", points=card.score, max_points=maximum)


def _external_grade(assignment: Assignment, marks: Sequence[Mark], now: datetime, recorded: bool) -> AssignmentGrade:
    own = [(mark.imported, order, mark) for order, mark in enumerate(marks) if mark.assignment == assignment.name]
    if not own:
        pending = not recorded or _is_ahead(assignment, now)
        return _without_points(assignment, "pending" if pending else "missing")
    newest = max(own, key=lambda entry: entry[:2])[2]
    return AssignmentGrade(
        assignment=assignment.name, standing="graded", points=newest.points, max_points=assignment.points
    )


def _is_ahead(assignment: Assignment, now: datetime) -> bool:
    return assignment.due is not None and now < assignment.due


def _without_points(assignment: Assignment, standing: Standing) -> AssignmentGrade:
    return AssignmentGrade(assignment=assignment.name, standing=standing, points=None, max_points=assignment.points)


def course_grade(
    course: Course, student: str, cards: Sequence[Scorecard], marks: Sequence[Mark], now: datetime
) -> CourseGrade:
    """The course grade so far of the student with that id, from scorecards and marks, oldest first.

    `cards` may be those of the student alone or of all; `marks` must be those of all, for a mark that
    nobody has yet is pending.  Missing work counts 0 under the policy "zero" and is left out under
    "excluded"; pending work is always left out.  A category in which nothing counts has the share None; its
    weight is left out and the others are rescaled to 1, so that the grade is one "so far" (see
    `is_so_far`).  No mark is given while a scorecard is held, nor while nothing counts at all.
    """
    own_cards = [card for card in cards if card.student == student]
    own_marks = [mark for mark in marks if mark.student == student]
    recorded = {mark.assignment for mark in marks}
    grades = {
        assignment.name: assignment_grade(
            assignment, own_cards, own_marks, course.policy, now, recorded=assignment.name in recorded
        )
        for assignment in course.assignments
    }
    categories = tuple(
        _category_grade(
            category.name,
            category.weight,
            tuple(grades[a.name] for a in course.assignments if a.category == category.name),
            course.policy,
        )
        for category in course.categories
    )
    exact = _exact(categories, course.policy.scale)
    held = any(grade.standing == "held" for grade in grades.values())
    mark = None if held or exact is None else round_half_up(exact)
    return CourseGrade(
        student=student,
        categories=categories,
        exact=exact or Fraction(0),
        mark=mark,
        passed=None if mark is None else mark >= course.policy.pass_mark,
    )


def _category_grade(name: str, weight: Fraction, grades: tuple[AssignmentGrade, ...], policy: Policy) -> CategoryGrade:
    shares = [share for share in (_counted_share(grade, policy) for grade in grades) if share is not None]
    share = sum(shares, Fraction(0)) / len(shares) if shares else None
    return CategoryGrade(category=name, weight=weight, share=share, assignments=grades)


def _counted_share(grade: AssignmentGrade, policy: Policy) -> Fraction | None:
    if grade.standing == "missing" and policy.missing == "zero":
        return Fraction(0)
    return grade.share


def _exact(categories: Sequence[CategoryGrade], scale: int) -> Fraction | None:
    counted = [(category.weight, category.share) for category in categories if category.share is not None]
    weight = sum((weight for weight, _ in counted), Fraction(0))
    if weight == 0:
        return None
    return scale * sum((weight * share for weight, share in counted), Fraction(0)) / weight


def is_so_far(grade: CourseGrade) -> bool:
    """Whether something that belongs to the grade is still to come or being looked at."""
    open_standings = {"pending", "held"}
    return any(
        category.share is None or any(one.standing in open_standings for one in category.assignments)
        for category in grade.categories
    )


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, so 7/2 → 4 (never to the even neighbour)."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def decimal(value: Fraction, places: int = 2) -> str:
    """`value` in decimal, rounded half up to `places`, trailing zeros trimmed: "12.5", "33.33", "100"."""
    unit = 10**places
    scaled = round_half_up(value * unit)
    whole, rest = divmod(abs(scaled), unit)
    digits = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"
