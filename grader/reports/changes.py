"""From one state of the class to another: whose grade moved, by how much, and because of what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from grader.model import AssignmentGrade, CourseGrade, Outcome, Scorecard, Student
from grader.reports.table import Cell, ClassTable, Row

Kind = Literal[
    "handed_in", "gone", "file", "version", "again", "override", "late", "mark", "deadline", "task", "course"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a grade moved, besides its cases: what changed from `before` to `after`, `task` where it was one task's.

    handed_in   nothing was graded before; `after` is the file's digest
    gone        what was graded does not count any more
    file        another file counts: the digests
    version     the same file by another version of the assignment: its digests
    again       the same file by the same version, graded again: it was held, or its time was corrected
    override    a person decided on `task`: its points, and `why`; without a why an override was taken back
    late        the days of lateness
    mark        another mark was imported, or the first one
    deadline    the deadline has passed
    task        points of `task` that no case explains: the credit for a known mistake or a carried error
    course      weights, maxima or the policy of the course, or its list of assignments
    """

    kind: Kind
    task: str = ""
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMove:
    """A case that ended otherwise; None where there was no such case."""

    task: str
    case: str
    before: Outcome | None
    after: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentMove:
    """One student's grade in one assignment that moved; None where the course had no such assignment."""

    assignment: str
    before: AssignmentGrade | None
    after: AssignmentGrade | None
    reasons: tuple[Reason, ...]
    cases: tuple[CaseMove, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentMove:
    """One student whose grades moved; None where the student was not on the roster."""

    student: Student
    before: CourseGrade | None
    after: CourseGrade | None
    assignments: tuple[AssignmentMove, ...]


def changes(before: ClassTable, after: ClassTable) -> tuple[StudentMove, ...]:
    """Whose grades moved from one state of the class to the other, in the order of the roster."""
    old = {row.student.id: row for row in before.rows}
    new = {row.student.id: row for row in after.rows}
    moves = (_student_move(old.get(student), new.get(student)) for student in {**new, **old})
    return tuple(move for move in moves if move is not None)


def _student_move(before: Row | None, after: Row | None) -> StudentMove | None:
    row = after or before
    if row is None:
        return None
    old = {cell.assignment.name: cell for cell in before.cells} if before else {}
    new = {cell.assignment.name: cell for cell in after.cells} if after else {}
    moves = [_assignment_move(name, old.get(name), new.get(name)) for name in {**new, **old}]
    found = tuple(move for move in moves if move is not None)
    old_grade, new_grade = before.grade if before else None, after.grade if after else None
    if not found and _total(old_grade) == _total(new_grade):
        return None
    return StudentMove(student=row.student, before=old_grade, after=new_grade, assignments=found)


def _total(grade: CourseGrade | None) -> object:
    return None if grade is None else (grade.exact, grade.mark, grade.passed)


def _assignment_move(name: str, before: Cell | None, after: Cell | None) -> AssignmentMove | None:
    old, new = before.grade if before else None, after.grade if after else None
    if _standing(old) == _standing(new):
        return None
    cases: tuple[CaseMove, ...] = ()
    if before is None or after is None:
        reasons: tuple[Reason, ...] = (Reason(kind="course"),)
    elif before.card is None or after.card is None:
        reasons = (_without_cards(before, after),)
    else:
        cases = tuple(_case_moves(before.card, after.card))
        reasons = tuple(_reasons(before, after, before.card, after.card, {move.task for move in cases}))
    return AssignmentMove(assignment=name, before=old, after=new, reasons=reasons, cases=cases)


def _standing(grade: AssignmentGrade | None) -> object:
    return None if grade is None else (grade.standing, grade.points, grade.max_points)


def _without_cards(before: Cell, after: Cell) -> Reason:
    """Why a grade moved where one of the two states has no scorecard."""
    if after.card is not None:
        return Reason(kind="handed_in", after=after.card.submission)
    if before.card is not None:
        return Reason(kind="gone", before=before.card.submission)
    if after.assignment.kind == "external" and (before.grade.points, after.grade.points) != (None, None):
        return Reason(kind="mark")
    return Reason(kind="deadline" if before.grade.standing == "pending" else "course")


def _reasons(before: Cell, after: Cell, old: Scorecard, new: Scorecard, explained: set[str]) -> Iterator[Reason]:
    """Why a grade moved, from what decides it first to what decides it last."""
    if old.submission != new.submission:
        yield Reason(kind="file", before=old.submission, after=new.submission)
    elif old.assignment_digest != new.assignment_digest:
        yield Reason(kind="version", before=old.assignment_digest, after=new.assignment_digest)
    elif before.record and after.record and before.record.sequence != after.record.sequence:
        yield Reason(kind="again")
    decided = {task.task: task for task in old.tasks}
    for task in new.tasks:
        earlier = decided.get(task.task)
        was = earlier.overridden.override if earlier and earlier.overridden else None
        now = task.overridden.override if task.overridden else None
        points = str(earlier.points) if earlier else ""
        if was != now:
            why = now.why if now else ""
            yield Reason(kind="override", task=task.task, before=points, after=str(task.points), why=why)
        elif earlier and earlier.points != task.points and task.task not in explained:
            yield Reason(kind="task", task=task.task, before=points, after=str(task.points))
    if old.late_factor != new.late_factor:
        yield Reason(kind="late", before=str(old.late_days), after=str(new.late_days))


def _case_moves(before: Scorecard, after: Scorecard) -> Iterator[CaseMove]:
    old = {(task.task, outcome.case): outcome for task in before.tasks for outcome in task.outcomes}
    new = {(task.task, outcome.case): outcome for task in after.tasks for outcome in task.outcomes}
    for task, case in {**new, **old}:
        was, now = old.get((task, case)), new.get((task, case))
        if _ending(was) != _ending(now):
            yield CaseMove(task=task, case=case, before=was, after=now)


def _ending(outcome: Outcome | None) -> object:
    return None if outcome is None else (outcome.verdict, outcome.earned)
