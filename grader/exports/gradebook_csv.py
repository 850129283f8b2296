"""The class as a table for a spreadsheet: a row a student, in the order of the roster.

Columns: `student`, `name`; every assignment by its name (points, or "missing", "held", "pending"); every category as
`<category>_percent` (the average of its assignments; empty while nothing in it counts); `course_exact` (on the
course's scale, two decimals), `course_mark` (rounded; "held" while a scorecard is held, empty while nothing
counts), `passed` ("yes", "no" or empty).  Unless another dialect is asked for: UTF-8, commas, decimal points.
"""

from collections.abc import Sequence
from pathlib import Path

from grader.exports.cells import INTERNATIONAL, Dialect, number, text_cell, written
from grader.files import write_atomically
from grader.model import AssignmentGrade, Category, Course, CourseGrade


def write(grades: Sequence[CourseGrade], course: Course, path: Path, dialect: Dialect = INTERNATIONAL) -> None:
    """Writes the grades, in their order, to `path`; whole or not at all."""
    write_atomically(path, text(grades, course, dialect))


def text(grades: Sequence[CourseGrade], course: Course, dialect: Dialect = INTERNATIONAL) -> str:
    """The table as CSV text."""
    names = {student.id: student.name for student in course.roster}
    rows = (_row(grade, names.get(grade.student, ""), course, dialect.mark) for grade in grades)
    return written([_header(course), *rows], dialect)


def _header(course: Course) -> list[str]:
    return [
        "student",
        "name",
        *(text_cell(assignment.name) for assignment in course.assignments),
        *(text_cell(f"{category.name}_percent") for category in course.categories),
        "course_exact",
        "course_mark",
        "passed",
    ]


def _row(grade: CourseGrade, name: str, course: Course, mark: str) -> list[str]:
    assignments = {one.assignment: one for category in grade.categories for one in category.assignments}
    return [
        text_cell(grade.student),
        text_cell(name),
        *(_points(assignments[assignment.name], mark) for assignment in course.assignments),
        *(_percent(grade, category, mark) for category in course.categories),
        *_course_cells(grade, mark, held=any(one.standing == "held" for one in assignments.values())),
    ]


def _points(grade: AssignmentGrade, mark: str) -> str:
    return grade.standing if grade.points is None else number(grade.points, mark)


def _percent(grade: CourseGrade, category: Category, mark: str) -> str:
    share = next(one.share for one in grade.categories if one.category == category.name)
    return "" if share is None else number(share * 100, mark)


def _course_cells(grade: CourseGrade, mark: str, *, held: bool) -> tuple[str, str, str]:
    if all(category.share is None for category in grade.categories):
        return "", "held" if held else "", ""
    course_mark = "held" if grade.mark is None else str(grade.mark)
    passed = {None: "", True: "yes", False: "no"}[grade.passed]
    return number(grade.exact, mark), course_mark, passed
