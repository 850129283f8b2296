"""What a learning system is told of one student: points, or nothing, but never a zero that nobody gave.

Learning systems know numbers and empty cells.  Work that is missing, pending (not due yet), held for a person, or whose
mark was withdrawn becomes an empty cell.  Only on demand is missing work 0, and only where the course counts it as 0:
policy `missing = "zero"`, and no bonus.
"""

from dataclasses import dataclass
from fractions import Fraction

from grader.model import AssignmentGrade, Course, CourseGrade

COURSE = "course"
"""In place of an assignment's name: the mark of the whole course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Points of at most `maximum` (more with a bonus), or None and, in `why`, the reason."""

    points: Fraction | None
    maximum: Fraction
    why: str = "graded"


def given(grade: CourseGrade, course: Course, target: str, *, zeros: bool = False) -> Given:
    """What is told of a student in an assignment, or of the whole course; `zeros` asks for those of missing work."""
    if target == COURSE:
        return _mark(grade, course)
    one = assignment_grades(grade)[target]
    if zeros and one.standing == "missing" and course.policy.missing == "zero" and not one.bonus:
        return Given(points=Fraction(0), maximum=one.max_points, why="missing")
    return Given(points=one.points, maximum=one.max_points, why=one.standing)


def assignment_grades(grade: CourseGrade) -> dict[str, AssignmentGrade]:
    """A student's grades by the names of the assignments."""
    return {one.assignment: one for category in grade.categories for one in category.assignments}


def targets(course: Course) -> tuple[str, ...]:
    """Everything that can be told: the assignments, and the course."""
    return (*(assignment.name for assignment in course.assignments), COURSE)


def _mark(grade: CourseGrade, course: Course) -> Given:
    scale = Fraction(course.policy.scale)
    if any(one.standing == "held" for one in assignment_grades(grade).values()):
        return Given(points=None, maximum=scale, why="held")
    if grade.mark is None or all(category.share is None for category in grade.categories):
        return Given(points=None, maximum=scale, why="pending")
    return Given(points=Fraction(grade.mark), maximum=scale)
