"""Which points on what is still open give which mark: the course grade, solved for them, exactly.

The open assignments get one share x in [0, 1] of their points, each the same.  The exact grade as a function of x is
continuous, never falls, and is a straight line between the bends: where another assignment becomes the one that is
dropped, and where a category meets its cap.  So the least x for a mark lies between two bends, on a straight line.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from grader.model import Assignment, AssignmentGrade, Course, CourseGrade, Needed, Reach, Target
from grader.scoring.course import combined, weighted_mean

_NOTHING, _EVERYTHING = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Least:
    """The least share for which something is reached."""

    reach: Reach
    share: Fraction | None = None


def needed(course: Course, grade: CourseGrade, assignments: Collection[str] = ()) -> Needed:
    """What each mark takes on the `assignments`, by default on everything that is open but bonuses.

        the least x with exact(x) >= mark - 1/2: there half-up rounding begins to give the mark

    "reached" says that x = 0 is enough, "impossible" that x = 1 is not.  What was asked about counts with x whatever
    it has now, so that one may ask about a second try, too; it is taken to come in time.  Passing takes the pass mark
    and the minimum of every category in which something counts.
    """
    every = {one.assignment: one for category in grade.categories for one in category.assignments}
    open_now = [name for name, one in every.items() if one.standing == "pending" and not one.bonus]
    asked = tuple(one for one in course.assignments if one.name in (assignments or open_now))
    names = {one.name for one in asked}
    others = tuple(course.assignment(name) for name in open_now if name not in names)
    held = any(one.standing == "held" for name, one in every.items() if name not in names)
    if held or not asked:
        return Needed(assignments=asked, others=others, targets=(), passing=None, held=held)
    bends = _bends(course, every, asked)
    values = [(x, course.policy.scale * (weighted_mean(one.categories) or _NOTHING)) for x, one in bends]
    targets = tuple(_target(mark, _least(values, mark - Fraction(1, 2))) for mark in range(1, course.policy.scale + 1))
    pass_mark = course.policy.pass_mark
    conditions = [
        _least(values, pass_mark - Fraction(1, 2)),
        *(
            _least([(x, one.categories[index].share or _NOTHING) for x, one in bends], category.minimum)
            for index, category in enumerate(course.categories)
            if bends[-1][1].categories[index].share is not None
        ),
    ]
    return Needed(assignments=asked, others=others, targets=targets, passing=_target(pass_mark, _all(conditions)))


def _bends(
    course: Course, every: Mapping[str, AssignmentGrade], asked: Sequence[Assignment]
) -> list[tuple[Fraction, CourseGrade]]:
    """The shares where the grade bends, with both ends, from the least on, and the grade at each."""

    def at(x: Fraction) -> CourseGrade:
        hoped = {one.name: _with_share(every[one.name], one, x) for one in asked}
        return combined(course, "", [hoped.get(name, one) for name, one in every.items()])

    dropping = {category.name for category in course.categories if category.drop_lowest}
    asked_in = {one.category for one in asked} & dropping
    rivals = [every[one.name].share for one in course.assignments if one.category in asked_in]
    shares = {share for share in rivals if share is not None and share < 1}
    corners = [(x, at(x)) for x in sorted({_NOTHING, _EVERYTHING} | shares)]
    caps = {
        left + (category.cap - low.mean) * (right - left) / (high.mean - low.mean)
        for (left, before), (right, after) in pairwise(corners)
        for category, low, high in zip(course.categories, before.categories, after.categories, strict=True)
        if low.mean is not None and high.mean is not None and low.mean < category.cap < high.mean
    }
    return sorted([*corners, *((x, at(x)) for x in caps - {x for x, _ in corners})], key=lambda one: one[0])


def _with_share(grade: AssignmentGrade, assignment: Assignment, share: Fraction) -> AssignmentGrade:
    points = share * assignment.points
    return replace(grade, standing="graded", points=points, max_points=assignment.points, earned=points)


def _least(values: Sequence[tuple[Fraction, Fraction]], goal: Fraction) -> _Least:
    """The least x at which the line through these points, which never falls, is at `goal` or above."""
    if values[0][1] >= goal:
        return _Least(reach="reached")
    for (left, low), (right, high) in pairwise(values):
        if high >= goal:
            return _Least(reach="possible", share=left + (goal - low) * (right - left) / (high - low))
    return _Least(reach="impossible")


def _all(conditions: Sequence[_Least]) -> _Least:
    """What meets every one of the conditions."""
    if any(one.reach == "impossible" for one in conditions):
        return _Least(reach="impossible")
    shares = [one.share for one in conditions if one.share is not None]
    return _Least(reach="possible", share=max(shares)) if shares else _Least(reach="reached")


def _target(mark: int, least: _Least) -> Target:
    return Target(mark=mark, reach=least.reach, share=least.share)
