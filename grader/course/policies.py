"""What a course says of late work, bonuses, categories and single students, held against the rest of the course.

Each complaint is one line that names the file, the key and the remedy: a policy that cannot be meant is told before
anybody is graded by it.
"""

from fractions import Fraction
from pathlib import Path

from grader.errors import GraderError
from grader.model import Category, Course, Extension, Policy

ALL = "all"
"""In place of an assignment's name in an extension."""

_A_YEAR = Fraction(24 * 366)


def check_policies(path: Path, course: Course, *, whole_class: bool) -> None:
    """`GraderError` for the first setting that cannot be meant.

    `whole_class` says that the roster is the course's own: then everybody who has an extension must be on it.
    """
    _check_policy(path, course.policy)
    for category in course.categories:
        _check_category(path, category, course)
    for number, extension in enumerate(course.policy.extensions, 1):
        _check_extension(f"{path}: key extensions[{number}]", extension, course, whole_class=whole_class)


def _check_policy(path: Path, policy: Policy) -> None:
    for key in ("late_per_day", "late_floor"):
        if not 0 <= getattr(policy, key) <= 1:
            raise GraderError(f"{path}: key policy.{key}: a share, write a number from 0 to 1")
    if policy.grace_hours < 0:
        raise GraderError(f"{path}: key policy.grace_hours: must not be negative")
    if not 0 < policy.pass_mark <= policy.scale:
        raise GraderError(f"{path}: key policy.pass_mark: must lie between 1 and policy.scale ({policy.scale})")


def _check_category(path: Path, category: Category, course: Course) -> None:
    where = f"{path}: key categories.{category.name}"
    own = [assignment for assignment in course.assignments if assignment.category == category.name]
    regular = [assignment for assignment in own if not assignment.bonus]
    if category.drop_lowest < 0:
        raise GraderError(f"{where}.drop_lowest: must not be negative: write 0 to drop nothing")
    if category.drop_lowest and category.drop_lowest >= len(regular):
        raise GraderError(
            f"{where}.drop_lowest: would drop {category.drop_lowest} of {len(regular)} assignments: "
            f"write a number below {max(1, len(regular))}"
        )
    if category.cap <= 0:
        raise GraderError(f"{where}.cap: must be more than 0: write 1 for 100 %")
    if not 0 <= category.minimum <= category.cap:
        raise GraderError(f"{where}.minimum: a share, write a number from 0 to the cap ({float(category.cap)})")
    if own and not regular:
        raise GraderError(f"{where}: all its assignments are bonus, they would add to nothing: move one, or unmark it")


def _check_extension(where: str, extension: Extension, course: Course, *, whole_class: bool) -> None:
    if whole_class and extension.student not in {student.id for student in course.roster}:
        raise GraderError(f"{where}.student: {extension.student!r} is not on the roster: write the student's id")
    known = {assignment.name: assignment for assignment in course.assignments}
    if extension.assignment != ALL and extension.assignment not in known:
        raise GraderError(
            f'{where}.assignment: there is no assignment {extension.assignment!r}: use "{ALL}" or one of '
            f"{', '.join(known)}"
        )
    if not extension.why.strip():
        raise GraderError(f"{where}.why: say why, for whoever asks a year later")
    if (extension.due is None) == (extension.hours is None):
        raise GraderError(f"{where}: needs either due or hours: write one of them")
    if extension.hours is not None and not 0 < extension.hours <= _A_YEAR:
        raise GraderError(f"{where}.hours: must be more than 0 and at most {_A_YEAR}")
    if extension.due is not None and extension.due.tzinfo is None:
        raise GraderError(f"{where}.due: add the time zone, as in 2026-10-05T23:59:00+03:00")
    if extension.assignment != ALL:
        due = known[extension.assignment].due
        if due is None:
            raise GraderError(f"{where}.assignment: {extension.assignment} has no deadline: remove the extension")
        if extension.due is not None and extension.due <= due:
            raise GraderError(f"{where}.due: the deadline of all is {due.isoformat()}: write a later time")
