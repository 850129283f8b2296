"""The class as one noun: who stands where in what, and why."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from grader.errors import GraderError
from grader.gradebook import GradebookView, Recorded
from grader.model import (
    Assignment,
    AssignmentGrade,
    Course,
    CourseGrade,
    Diagnosis,
    Mark,
    Run,
    Scorecard,
    Student,
    Verdict,
)
from grader.overriding import Decisions, in_force, overridden
from grader.scoring import counting_card, course_grade, with_lateness


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One student in one assignment; `card` is the scorecard that counts, `attempts` how many works there were.

    The card is as people decided (its tasks know what was overridden) and as late as the course says today; `record`
    tells what it came from: the run with the grader's version, the isolation and the course as it was then.
    """

    assignment: Assignment
    grade: AssignmentGrade
    card: Scorecard | None = None
    run_id: str = ""
    attempts: int = 0
    record: Recorded | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The worst verdict of any case, or None where nothing was graded."""
        verdicts = [o.verdict for task in self.card.tasks for o in task.outcomes] if self.card else []
        return min(verdicts, key=lambda verdict: verdict.severity, default=None)

    @property
    def diagnosis(self) -> Diagnosis | None:
        """The known mistake that cost the most points, or None."""
        diagnosed = [task for task in self.card.tasks if task.diagnosis] if self.card else []
        return max(diagnosed, key=lambda task: task.max_points - task.points).diagnosis if diagnosed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One student: a cell an assignment, in the order of the course."""

    student: Student
    grade: CourseGrade
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTable:
    """The class as the gradebook knows it: a row a student, in the order of the roster of the latest run.

    `strangers` are the ids that have scorecards or marks, but are not in that roster: they must not go unseen.  Who was
    mapped to a student since, so that the same work was graded as the student's, is none.
    """

    run: Run
    rows: tuple[Row, ...]
    strangers: tuple[str, ...]

    @property
    def course(self) -> Course:
        """The course as it was in the latest run."""
        return self.run.course

    @property
    def grades(self) -> tuple[CourseGrade, ...]:
        """The course grades, row by row."""
        return tuple(row.grade for row in self.rows)


def class_table(gradebook: GradebookView, now: datetime) -> ClassTable:
    """The class at the time `now`, overrides and lateness applied; `GraderError` if the gradebook is empty."""
    with quick_reading():
        run = latest_run(gradebook)
        records = as_decided(gradebook.scorecards(), in_force(gradebook.overrides()), run.course)
        return tabulated(run, records, gradebook.marks(), now)


def latest_run(gradebook: GradebookView) -> Run:
    """The run whose course counts; `GraderError` if the gradebook is empty."""
    run = gradebook.latest_run()
    if run is None:
        raise GraderError("the gradebook is empty; grade something first: grader autograde SUBMISSIONS_DIR")
    return run


@contextmanager
def quick_reading() -> Iterator[None]:
    """Without the search for cyclic garbage: of a million nouns that are read none is any, and it takes longer than to
    read them."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # both together make what was read old, which the next search for young garbage leaves out
        gc.unfreeze()
        if paused:
            gc.enable()


def tabulated(run: Run, records: Iterable[Recorded], marks: Sequence[Mark], now: datetime) -> ClassTable:
    """The class from what was recorded, as people decided on it, and the marks, both oldest first."""
    course = run.course
    by_student: defaultdict[str, list[Recorded]] = defaultdict(list)
    for record in records:
        by_student[record.card.student].append(record)
    rows = []
    for student in course.roster:
        own = by_student[student.id]
        grade = course_grade(course, student.id, [record.card for record in own], marks, now)
        rows.append(Row(student=student, grade=grade, cells=_cells(course, grade, own)))
    return ClassTable(run=run, rows=tuple(rows), strangers=_strangers(course, by_student, marks))


def _strangers(course: Course, by_student: Mapping[str, list[Recorded]], marks: Sequence[Mark]) -> tuple[str, ...]:
    """Whoever is not on the roster and has a mark, a decision, or a work that was not graded anew as a student's."""
    known = {student.id for student in course.roster}
    runs: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for student in known & by_student.keys():
        for record in by_student[student]:
            work = runs[record.card.assignment, record.card.submission]
            work[record.run_id] = max(record.sequence, work.get(record.run_id, 0))

    def is_graded_anew(record: Recorded) -> bool:
        # In the same run it is two people's file, a copy; in a later one it has been said whose it is.
        later = runs.get((record.card.assignment, record.card.submission), {})
        again = any(run != record.run_id and sequence > record.sequence for run, sequence in later.items())
        return again and not record.card.overridden

    seen = {student for student, own in by_student.items() if not all(map(is_graded_anew, own))}
    return tuple(sorted({*seen, *(mark.student for mark in marks)} - known))


def course_alone(course: Course) -> Course:
    """The course without what concerns single students: their names, and who has more time."""
    return replace(course, roster=(), policy=replace(course.policy, extensions=()))


def as_decided(records: Iterable[Recorded], decisions: Decisions, course: Course) -> list[Recorded]:
    """The records with today's overrides and lateness, without those of assignments that the course no longer has."""
    names = {assignment.name for assignment in course.assignments}
    return [
        replace(record, card=with_lateness(overridden(record.card, decisions), course))
        for record in records
        if record.card.assignment in names
    ]


def _cells(course: Course, grade: CourseGrade, records: list[Recorded]) -> tuple[Cell, ...]:
    grades = {one.assignment: one for category in grade.categories for one in category.assignments}
    return tuple(
        _cell(assignment, grades[assignment.name], records, course)
        for assignment in course.assignments
        if assignment.name in grades
    )


def _cell(assignment: Assignment, grade: AssignmentGrade, records: list[Recorded], course: Course) -> Cell:
    own = [record for record in records if record.card.assignment == assignment.name]
    card = None if assignment.kind == "external" else counting_card([record.card for record in own], course.policy)
    if card is None:
        return Cell(assignment=assignment, grade=grade)
    record = next(record for record in reversed(own) if record.card is card)
    return Cell(
        assignment=assignment,
        grade=grade,
        card=card,
        run_id=record.run_id,
        attempts=len({record.card.submission for record in own}),
        record=record,
    )
