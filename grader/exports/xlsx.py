"""The class as a workbook: a sheet for the class, one for the tasks of each assignment.

Numbers are numbers, texts are texts: a cell that a student wrote is stored as a string, which no spreadsheet runs.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from grader.exports.given import assignment_grades
from grader.messages import clean
from grader.model import Assignment, Course, CourseGrade, Scorecard

_SHEET_NAME = 31
"""Characters that Excel allows."""
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Value = str | Fraction | int | None
Table = list[list[Value]]


def workbook(
    grades: Sequence[CourseGrade],
    course: Course,
    cards: Mapping[tuple[str, str], Scorecard],
    made: datetime,
) -> bytes:
    """The workbook; `cards` are the scorecards that count, by student and assignment, `made` is the time that it says
    it is from."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": clean(course.title["en"]), "created": made.replace(tzinfo=None)})
    formats = _Formats(book)
    taken: set[str] = set()
    _sheet(book.add_worksheet(_name("class", taken)), _class(grades, course), formats)
    for assignment in course.assignments:
        if assignment.kind != "external":
            sheet = book.add_worksheet(_name(assignment.name, taken))
            _sheet(sheet, _tasks(grades, course, assignment, cards), formats)
    book.close()
    return stream.getvalue()


class _Formats:
    """How cells look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.broken = book.add_format({"num_format": "0.00"})
        self.fact = book.add_format({"italic": True, "font_color": "#7a4d00"})


def _class(grades: Sequence[CourseGrade], course: Course) -> Table:
    names = {student.id: student.name for student in course.roster}
    rows: Table = [
        [
            "student",
            "name",
            *(assignment.name for assignment in course.assignments),
            *(f"{category.name}_percent" for category in course.categories),
            "course_exact",
            "course_mark",
            "passed",
        ]
    ]
    for grade in grades:
        of = assignment_grades(grade)
        counted = any(category.share is not None for category in grade.categories)
        held = any(one.standing == "held" for one in of.values())
        shares = {category.category: category.share for category in grade.categories}
        percents = [None if shares[one.name] is None else 100 * (shares[one.name] or 0) for one in course.categories]
        rows.append(
            [
                grade.student,
                names.get(grade.student, ""),
                *(_points(of[one.name].points, of[one.name].standing) for one in course.assignments),
                *percents,
                grade.exact if counted else None,
                "held" if held else grade.mark if counted else None,
                {None: None, True: "yes", False: "no"}[grade.passed if counted else None],
            ]
        )
    return rows


def _tasks(
    grades: Sequence[CourseGrade],
    course: Course,
    assignment: Assignment,
    cards: Mapping[tuple[str, str], Scorecard],
) -> Table:
    names = {student.id: student.name for student in course.roster}
    tasks = [task.name for task in assignment.tasks]
    rows: Table = [["student", "name", *tasks, "earned", "late_days", "late_factor", "points", "maximum"]]
    for grade in grades:
        card = cards.get((grade.student, assignment.name))
        one = assignment_grades(grade)[assignment.name]
        scored = {task.task: task for task in card.tasks} if card else {}
        rows.append(
            [
                grade.student,
                names.get(grade.student, ""),
                *(("held" if scored[name].held else scored[name].points) if name in scored else None for name in tasks),
                None if card is None or card.held else card.points,
                card.late_days if card else None,
                card.late_factor if card else None,
                _points(one.points, one.standing),
                one.max_points,
            ]
        )
    return rows


def _points(points: Fraction | None, standing: str) -> Value:
    return standing if points is None else points


def _sheet(sheet: Worksheet, rows: Table, formats: _Formats) -> None:
    """Writes the rows under a header that stays in sight, with a filter, and columns as wide as what is in them."""
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                look = formats.header if at == 0 else formats.fact if column > 1 else None
                sheet.write_string(at, column, clean(value, 1000), look)
            elif value is not None:
                whole = Fraction(value).denominator == 1
                sheet.write_number(at, column, float(value), None if whole else formats.broken)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    for column in range(len(rows[0])):
        widest = max(len(str(row[column])) for row in rows if isinstance(row[column], str))
        sheet.set_column(column, column, min(max(widest + 3, 8), 40))


def _name(wanted: str, taken: set[str]) -> str:
    """A name that Excel allows and that no other sheet has, in whatever case."""
    base = clean(wanted, 200).translate(_NOT_IN_SHEET_NAMES).strip()[:_SHEET_NAME] or "sheet"
    name, number = base, 2
    while name.casefold() in taken or name.casefold() == "history":
        suffix = f" {number}"
        name, number = base[: _SHEET_NAME - len(suffix)] + suffix, number + 1
    taken.add(name.casefold())
    return name
