"""The course grade once more, with every step that leads to it."""

from collections.abc import Sequence
from fractions import Fraction

from grader.model import (
    AssignmentLine,
    Category,
    CategoryGrade,
    CategoryLine,
    Computation,
    Course,
    CourseGrade,
    Decided,
)
from grader.scoring.course import is_so_far


def computation(course: Course, grade: CourseGrade, overrides: Sequence[Decided] = ()) -> Computation:
    """The steps that lead to `grade`, which `course_grade` gave; `overrides` are the student's, if there are any.

    Nothing is computed here that was not computed there: the sums are taken apart again, and they add up.
    """
    lines = tuple(
        _category(course, category, one, overrides)
        for category, one in zip(course.categories, grade.categories, strict=True)
    )
    return Computation(
        grade=grade,
        policy=course.policy,
        lines=lines,
        total=sum((line.part for line in lines if line.part is not None), Fraction(0)),
        weight=sum((line.category.weight for line in lines if line.part is not None), Fraction(0)),
        so_far=is_so_far(grade),
    )


def _category(course: Course, category: Category, grade: CategoryGrade, overrides: Sequence[Decided]) -> CategoryLine:
    return CategoryLine(
        category=category,
        grade=grade,
        lines=tuple(
            AssignmentLine(
                assignment=course.assignment(one.assignment),
                grade=one,
                overrides=tuple(override for override in overrides if override.assignment == one.assignment),
            )
            for one in grade.assignments
        ),
        shares=tuple(one.share or Fraction(0) for one in grade.assignments if one.use in ("counted", "bonus")),
        count=sum(one.use == "counted" for one in grade.assignments),
        part=None if grade.share is None else grade.weight * grade.share,
    )
