"""The columns that `nbgrader export` writes, quoted as CSV demands: a row for each assignment and student.

`score` is what counts, `raw_score` what the work earned, `late_submission_penalty` the difference.  Where nbgrader
writes 0 for work that it has no grade for, these cells are empty, unless the course itself counts missing work as 0 and
that is asked for.  Times are UTC.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from grader.exports.cells import number, text_cell, written
from grader.exports.given import assignment_grades, given
from grader.exports.names import last_and_first
from grader.model import Assignment, Course, CourseGrade, Scorecard, Student
from grader.rounding import round_half_up

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
_PLACES = 6


def text(
    grades: Sequence[CourseGrade], course: Course, cards: Mapping[tuple[str, str], Scorecard], *, zeros: bool = False
) -> str:
    """The table; `cards` are the scorecards that count, by student and assignment."""
    return written([COLUMNS, *_rows(grades, course, cards, zeros)])


def _rows(
    grades: Sequence[CourseGrade], course: Course, cards: Mapping[tuple[str, str], Scorecard], zeros: bool
) -> Iterator[list[str]]:
    students = {student.id: student for student in course.roster}
    for assignment in course.assignments:
        for grade in grades:
            card = cards.get((grade.student, assignment.name))
            who = _who(students[grade.student])
            yield [
                text_cell(assignment.name),
                _time(assignment.due),
                _time(card.received if card else None),
                *who,
                *_scores(grade, course, assignment, zeros),
            ]


def _who(student: Student) -> list[str]:
    return [text_cell(one) for one in (student.id, *last_and_first(student.name), student.email)]


def _scores(grade: CourseGrade, course: Course, assignment: Assignment, zeros: bool) -> list[str]:
    one = given(grade, course, assignment.name, zeros=zeros)
    maximum = number(one.maximum, places=_PLACES)
    if one.points is None:
        return ["", "", "", maximum]
    earned = assignment_grades(grade)[assignment.name].earned
    raw, score = _rounded(earned if earned is not None else one.points), _rounded(one.points)
    return [*(number(value, places=_PLACES) for value in (raw, raw - score, score)), maximum]


def _rounded(value: Fraction) -> Fraction:
    """As it will be written: so that the three numbers of a row agree."""
    return Fraction(round_half_up(value * 10**_PLACES), 10**_PLACES)


def _time(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%d %H:%M:%S")
