"""A CSV for Moodle's gradebook (Grades → Import → CSV file): who, and a column for each assignment or for the course.

Whoever imports it chooses what the columns mean: the first identifies a user, each other one is a grade item.  Moodle
reads decimals in the language of its interface, "-" as no grade, and takes nothing of a file in which one user is
unknown: students who cannot be identified are left out and named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from grader.exports.cells import Dialect, is_formula, number, text_cell, written
from grader.exports.given import COURSE, given
from grader.messages import clean
from grader.model import Course, CourseGrade, Student

Identity = Literal["email", "username", "idnumber"]
NO_GRADE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The file, how many students are in it, and what must be known of it."""

    text: str
    students: int
    remarks: tuple[str, ...]


def make(
    grades: Sequence[CourseGrade], course: Course, wanted: Sequence[str], identity: Identity, *, mark: str, zeros: bool
) -> Imported:
    """The points of the `wanted` targets; by e-mail, or by the roster's id as user name or as ID number."""
    students = {student.id: student for student in course.roster}
    rows, remarks = [], []
    for grade in grades:
        who = _identity(students[grade.student], identity)
        if not who or is_formula(who):
            remarks.append(f"{clean(grade.student, 40)}: no {identity} that Moodle could find a user by, left out")
            continue
        cells = []
        for target in wanted:
            one = given(grade, course, target, zeros=zeros)
            cells.append(NO_GRADE if one.points is None else number(one.points, mark))
            if one.points is not None and one.points > one.maximum:
                above = f"{number(one.points)} is above {number(one.maximum)}"
                remarks.append(
                    f"{clean(grade.student, 40)}, {target}: {above}: allow it in Moodle, or it takes nothing"
                )
        rows.append([who, *cells])
    header = [identity, *("course_mark" if target == COURSE else text_cell(target) for target in wanted)]
    text = written([header, *rows], Dialect(mark=mark))
    return Imported(text=text, students=len(rows), remarks=tuple(remarks))


def _identity(student: Student, identity: Identity) -> str:
    return clean(student.email if identity == "email" else student.id, 1000)
