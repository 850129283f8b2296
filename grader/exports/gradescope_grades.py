"""The class as Gradescope's own "Download grades" shows a course, for programs that read or join such files.

Gradescope documents no import of grades: what it shows comes from submissions there.  So the rows are keyed as its
roster is, by SID (the roster's id) and e-mail; for each assignment there are points, maximum, time and lateness.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from grader.exports.cells import number, text_cell, written
from grader.exports.given import given
from grader.model import Course, CourseGrade, Scorecard
from grader.scoring import deadline

_WHO = ("Name", "SID", "Email", "Sections")


def text(
    grades: Sequence[CourseGrade], course: Course, cards: Mapping[tuple[str, str], Scorecard], *, zeros: bool = False
) -> str:
    """The table; `cards` are the scorecards that count, by student and assignment."""
    header = [*_WHO]
    for assignment in course.assignments:
        name = text_cell(assignment.name)
        header += [name, f"{name} - Max Points", f"{name} - Submission Time", f"{name} - Lateness (H:M:S)"]
    rows = [_row(grade, course, cards, zeros) for grade in grades]
    return written([[*header, "Total Lateness (H:M:S)"], *rows])


def _row(grade: CourseGrade, course: Course, cards: Mapping[tuple[str, str], Scorecard], zeros: bool) -> list[str]:
    student = next(one for one in course.roster if one.id == grade.student)
    cells = [text_cell(student.name), text_cell(student.id), text_cell(student.email), ""]
    total = timedelta()
    for assignment in course.assignments:
        one = given(grade, course, assignment.name, zeros=zeros)
        card = cards.get((grade.student, assignment.name))
        received = card.received if card else None
        late = _lateness(received, deadline(assignment, student.id, course.policy).due)
        total += late
        cells += [
            "" if one.points is None else number(one.points),
            number(one.maximum),
            received.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S %z") if received else "",
            _hours(late) if received else "",
        ]
    return [*cells, _hours(total)]


def _lateness(received: datetime | None, due: datetime | None) -> timedelta:
    if received is None or due is None:
        return timedelta()
    return max(timedelta(), received - due)


def _hours(span: timedelta) -> str:
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
