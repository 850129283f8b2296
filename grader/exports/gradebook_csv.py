"""The class as a table for a spreadsheet: a row a student, in the order of the roster.

Columns: `student`, `name`; every assignment by its name (points, or "missing", "held", "pending"); every category as
`<category>_percent` (the average of its assignments; empty while nothing in it counts); `course_exact` (on the
course's scale, two decimals), `course_mark` (rounded; "held" while a scorecard is held, empty while nothing
counts), `passed` ("yes", "no" or empty).  UTF-8, commas, decimal points.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from grader.files import write_atomically
from grader.messages import clean
from grader.model import AssignmentGrade, Category, Course, CourseGrade
from grader.scoring import decimal

# What a spreadsheet would take for the beginning of a formula, full-width forms included (tabs are cleaned away).
_FORMULA = tuple("=+-@＝＋－＠")


def write(grades: Sequence[CourseGrade], course: Course, path: Path) -> None:
    """Writes the grades, in their order, to `path`; whole or not at all."""
    write_atomically(path, text(grades, course))


def text(grades: Sequence[CourseGrade], course: Course) -> str:
    """The table as CSV text."""
    names = {student.id: student.name for student in course.roster}
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_header(course))
    for grade in grades:
        writer.writerow(_row(grade, names.get(grade.student, ""), course))
    return stream.getvalue()


def _header(course: Course) -> list[str]:
    return [
        "student",
        "name",
        *(_text_cell(assignment.name) for assignment in course.assignments),
        *(_text_cell(f"{category.name}_percent") for category in course.categories),
        "course_exact",
        "course_mark",
        "passed",
    ]


def _row(grade: CourseGrade, name: str, course: Course) -> list[str]:
    assignments = {one.assignment: one for category in grade.categories for one in category.assignments}
    return [
        _text_cell(grade.student),
        _text_cell(name),
        *(_points(assignments[assignment.name]) for assignment in course.assignments),
        *(_percent(grade, category) for category in course.categories),
        *_course_cells(grade, held=any(one.standing == "held" for one in assignments.values())),
    ]


def _points(grade: AssignmentGrade) -> str:
    return grade.standing if grade.points is None else decimal(grade.points)


def _percent(grade: CourseGrade, category: Category) -> str:
    share = next(one.share for one in grade.categories if one.category == category.name)
    return "" if share is None else decimal(share * 100)


def _course_cells(grade: CourseGrade, *, held: bool) -> tuple[str, str, str]:
    if all(category.share is None for category in grade.categories):
        return "", "held" if held else "", ""
    mark = "held" if grade.mark is None else str(grade.mark)
    passed = {None: "", True: "yes", False: "no"}[grade.passed]
    return decimal(grade.exact), mark, passed


def _text_cell(content: str) -> str:
    """A text on one line that no spreadsheet runs: an apostrophe stands before what would begin a formula."""
    line = clean(content, 1000)
    return f"'{line}" if line.startswith(_FORMULA) else line
