"""From the assignments of one student to the course grade: exact arithmetic, and one rounding at the very end."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from grader.model import (
    AssignmentGrade,
    Category,
    CategoryGrade,
    Course,
    CourseGrade,
    Mark,
    Policy,
    Scorecard,
    Use,
)
from grader.rounding import round_half_up
from grader.scoring.late import deadline
from grader.scoring.standing import assignment_grade, standing_marks


def course_grade(
    course: Course, student: str, cards: Sequence[Scorecard], marks: Sequence[Mark], now: datetime
) -> CourseGrade:
    """The course grade so far of the student with that id, from scorecards and marks, oldest first.

    `cards` may be those of the student alone or of all; `marks` must be those of all, for a mark that
    nobody has yet is pending.  Missing work counts 0 under the policy "zero" and is left out under
    "excluded"; pending work is always left out.
    """
    own_cards = [card for card in cards if card.student == student]
    own_marks = [mark for mark in marks if mark.student == student]
    recorded = _recorded(marks)
    grades = []
    for assignment in course.assignments:
        until = deadline(assignment, student, course.policy)
        grade = assignment_grade(
            replace(assignment, due=until.due),
            own_cards,
            own_marks,
            course.policy,
            now,
            recorded=assignment.name in recorded,
        )
        grades.append(replace(grade, extension=until.extension))
    return combined(course, student, grades)


def _recorded(marks: Sequence[Mark]) -> set[str]:
    """The assignments in which anybody has a mark; only those in which one was withdrawn take a closer look."""
    doubtful = {mark.assignment for mark in marks if mark.points is None}
    standing = standing_marks(mark for mark in marks if mark.assignment in doubtful) if doubtful else {}
    return {mark.assignment for mark in marks} - doubtful | {assignment for _, assignment in standing}


def combined(course: Course, student: str, grades: Collection[AssignmentGrade]) -> CourseGrade:
    """What the grades in all assignments of the course add up to.

        exact = min(scale, scale · Σ weight · share / Σ weight), over the categories that have a share
        mark  = exact, rounded half up
        passed: mark >= pass_mark, and no category with a share is below its minimum

    A category in which nothing counts has no share; its weight is left out and the others are rescaled to 1, so
    that the grade is one "so far" (see `is_so_far`).  No mark is given while a scorecard is held, nor while
    nothing counts at all.
    """
    by_name = {grade.assignment: grade for grade in grades}
    categories = tuple(
        category_grade(
            category,
            [by_name[one.name] for one in course.assignments if one.category == category.name],
            course.policy,
        )
        for category in course.categories
    )
    mean, scale = weighted_mean(categories), Fraction(course.policy.scale)
    # A cap above 1 lets a bonus make up for another category, not lead beyond the scale.
    exact = None if mean is None else min(scale, scale * mean)
    held = any(grade.standing == "held" for grade in grades)
    mark = None if held or exact is None else round_half_up(exact)
    unmet = tuple(
        category.name
        for category, grade in zip(course.categories, categories, strict=True)
        if grade.share is not None and grade.share < category.minimum
    )
    return CourseGrade(
        student=student,
        categories=categories,
        exact=exact or Fraction(0),
        mark=mark,
        passed=None if mark is None else mark >= course.policy.pass_mark and not unmet,
        unmet=unmet,
    )


def category_grade(category: Category, grades: Sequence[AssignmentGrade], policy: Policy) -> CategoryGrade:
    """The share of a category, from the grades of its assignments in the order of the course.

        mean  = (Σ kept shares + Σ bonus shares) / number of kept shares
        share = min(cap, mean)

    Kept are the shares that count but for the `drop_lowest` lowest; the last one left is never dropped.  Only what
    counts can be dropped: graded work, and missing work where that is 0; never what is pending or held, never a
    bonus.  Of equal shares the one that stands first in the course's file is dropped.  A bonus assignment adds its
    share and is not counted in the number, so that nobody loses by not doing it; where nothing else counts yet,
    there is nothing to add it to.
    """
    shares = [_counted_share(grade, policy) for grade in grades]
    regular = [at for at, share in enumerate(shares) if share is not None and not grades[at].bonus]
    lowest = sorted(regular, key=lambda at: (shares[at], at))
    dropped = set(lowest[: max(0, min(category.drop_lowest, len(regular) - 1))])
    kept = [at for at in regular if at not in dropped]
    bonus = [at for at, grade in enumerate(grades) if grade.bonus and shares[at] is not None and kept]
    total = sum((share for at in (*kept, *bonus) if (share := shares[at]) is not None), Fraction(0))
    mean = total / len(kept) if kept else None
    uses: dict[int, Use] = {
        **dict.fromkeys(kept, "counted"),
        **dict.fromkeys(dropped, "dropped"),
        **dict.fromkeys(bonus, "bonus"),
    }
    return CategoryGrade(
        category=category.name,
        weight=category.weight,
        share=None if mean is None else min(category.cap, mean),
        mean=mean,
        assignments=tuple(replace(grade, use=uses.get(at, "left_out")) for at, grade in enumerate(grades)),
    )


def _counted_share(grade: AssignmentGrade, policy: Policy) -> Fraction | None:
    if grade.standing == "missing" and policy.missing == "zero" and not grade.bonus:
        return Fraction(0)
    return grade.share


def weighted_mean(categories: Sequence[CategoryGrade]) -> Fraction | None:
    """Σ weight · share / Σ weight over the categories that have a share; None where that is none of them."""
    counted = [(category.weight, category.share) for category in categories if category.share is not None]
    weight = sum((weight for weight, _ in counted), Fraction(0))
    return sum((weight * share for weight, share in counted), Fraction(0)) / weight if weight else None


def is_so_far(grade: CourseGrade) -> bool:
    """Whether something that belongs to the grade is still to come or being looked at."""
    return any(
        category.share is None or any(is_open(one) for one in category.assignments) for category in grade.categories
    )


def is_open(grade: AssignmentGrade) -> bool:
    """Whether its points are still to come: pending, and not only a bonus, or held."""
    return grade.standing == "held" or (grade.standing == "pending" and not grade.bonus)
