"""How a course grade adds up, category by category: the steps of a waterfall from 0 to the exact grade."""

from dataclasses import dataclass
from fractions import Fraction

from grader.model import Category, CategoryGrade, Course, CourseGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one category adds, on the course's scale: from `start` to `end`, and to `limit` had its share been 1.

    A category in which nothing counts yet adds nothing and has no limit: `start` = `end` = `limit`.
    """

    category: Category
    grade: CategoryGrade
    start: Fraction
    end: Fraction
    limit: Fraction


def steps(course: Course, grade: CourseGrade) -> tuple[Step, ...]:
    """The steps in the order of the course; the last one that counts ends at `grade.exact`."""
    counted = sum((one.weight for one in grade.categories if one.share is not None), Fraction(0))
    reached = Fraction(0)
    found = []
    for category, result in zip(course.categories, grade.categories, strict=True):
        most = course.policy.scale * result.weight / counted if result.share is not None else Fraction(0)
        end = reached + most * (result.share or 0)
        found.append(Step(category=category, grade=result, start=reached, end=end, limit=reached + most))
        reached = end
    return tuple(found)
