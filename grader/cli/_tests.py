"""Which of a course's assignments are tests."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.course import CourseFolder


def chosen_tests(folder: "CourseFolder", wanted: Sequence[str]) -> list[str]:
    """The named tests, or all of them; `GraderError` names what there is."""
    known = [assignment.name for assignment in folder.course.assignments if assignment.kind == "quiz"]
    if not known:
        raise GraderError('course.toml: no assignment is a test: one that is has kind = "quiz"')
    for name in wanted:
        if name not in known:
            raise GraderError(f"there is no test {name!r} in course.toml: use one of {', '.join(known)}")
    return list(wanted or known)
