"""A small class, graded: nouns for the tests of whatever comes after grading."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

from grader.gradebook import Gradebook
from grader.model import (
    Assignment,
    Category,
    Course,
    Diagnosis,
    Difference,
    Mark,
    Outcome,
    Policy,
    Run,
    Scorecard,
    Student,
    Submission,
    Task,
    TaskScore,
    Verdict,
)
from grader.scoring import lateness, task_score

MOSCOW = timezone(timedelta(hours=3))
DUE = datetime(2026, 10, 5, 23, 59, tzinfo=MOSCOW)
NOW = datetime(2026, 12, 1, tzinfo=UTC)

TASKS = (
    Task(name="linear", title={"ru": "Линейный слой", "en": "Linear layer"}, points=Fraction(6), section="l1-linear"),
    Task(name="dropout", title={"ru": "Dropout", "en": "Dropout"}, points=Fraction(4), section="l2-dropout"),
)
HOMEWORK = Assignment(
    name="hw01_backprop",
    title={"ru": "Обратное распространение", "en": "Backpropagation"},
    category="homework",
    kind="homework",
    points=Fraction(10),
    due=DUE,
    tasks=TASKS,
    digest="version-1",
)
EXAM = Assignment(
    name="exam", title={"ru": "Экзамен", "en": "Exam"}, category="exam", kind="external", points=Fraction(10)
)
POLICY = Policy(late_per_day=Fraction(1, 10), late_floor=Fraction(1, 2))
COURSE = Course(
    name="ml2",
    title={"ru": "Машинное обучение 2", "en": "Machine Learning 2"},
    categories=(
        Category(name="homework", title={"ru": "Домашние задания", "en": "Homework"}, weight=Fraction(3, 5)),
        Category(name="exam", title={"ru": "Экзамен", "en": "Exam"}, weight=Fraction(2, 5)),
    ),
    assignments=(HOMEWORK, EXAM),
    policy=POLICY,
    roster=(
        Student(id="anna", name="Анна Иванова", language="ru"),
        Student(id="bob", name="Bob <b>Smith</b>", language="en"),
        Student(id="=cmd", name="=HYPERLINK(1)", language="en"),
    ),
)
RUN = Run(
    id="run-1",
    started=datetime(2026, 11, 1, 12, tzinfo=UTC),
    grader="0.1.0",
    course=COURSE,
    isolation="none",
    versions={"python": "3.11"},
)


def outcome(
    verdict: Verdict = Verdict.PASSED,
    difference: Difference | None = None,
    detail: str = "",
    *,
    name: str = "a_case",
    points: int | Fraction = 1,
    hidden: bool = False,
) -> Outcome:
    """An outcome that earned everything or nothing."""
    return Outcome(
        case=name,
        title={"ru": f"Проверка `{name}`", "en": f"Check of `{name}`"},
        visibility="hidden" if hidden else "public",
        points=Fraction(points),
        verdict=verdict,
        credit=Fraction(verdict is Verdict.PASSED),
        difference=difference,
        detail=detail,
        line=12 if verdict in (Verdict.RAISED, Verdict.TIMED_OUT) else None,
    )


SHAPE = Difference(kind="shape", path="dW", observed="(32,)", expected="(32, 1)")
VALUE = Difference(kind="value", path="out", observed="0.31", expected="0.62", at=(2, 1), error=0.31, tolerance=6e-13)
HINT = Diagnosis(
    mistake="unscaled_mask",
    hint={"ru": "Маска не делится на `1-p`.", "en": "The mask is not divided by `1-p`."},
    section="l2-dropout",
)


def mixed_tasks() -> tuple[TaskScore, ...]:
    """Two tasks: one with a wrong shape and an exception, one with a diagnosed mistake; 3 of 10 points."""
    linear = (
        outcome(points=2, name="forward"),
        outcome(Verdict.MALFORMED, SHAPE, points=2, name="gradient"),
        outcome(Verdict.RAISED, detail="ValueError: x = `1` | <b>\u202e2</b>", points=2, name="batch_of_one"),
    )
    dropout = (
        outcome(points=1, name="eval_mode"),
        outcome(Verdict.WRONG, VALUE, points=3, name="rate", hidden=True),
    )
    return task_score(TASKS[0], linear), task_score(TASKS[1], dropout, HINT)


def perfect_tasks() -> tuple[TaskScore, ...]:
    """Both tasks solved; 10 of 10 points."""
    return tuple(task_score(task, [outcome(points=task.points)]) for task in TASKS)


def held_tasks() -> tuple[TaskScore, ...]:
    """Both tasks, in which the grader failed once."""
    broken = outcome(Verdict.GRADER_ERROR, detail="checker close: KeyError: /srv/secret", points=6)
    return task_score(TASKS[0], [broken]), perfect_tasks()[1]


def card(
    student: str = "anna",
    tasks: tuple[TaskScore, ...] | None = None,
    *,
    submission: str = "5ubm1551on-digest",
    received: datetime | None = DUE,
    notes: tuple[str, ...] = (),
) -> Scorecard:
    """A scorecard of the homework; as late as `received` makes it."""
    late = lateness(received, DUE, POLICY)
    return Scorecard(
        student=student,
        assignment=HOMEWORK.name,
        submission=submission,
        assignment_digest=HOMEWORK.digest,
        path=f"submissions/{student}/hw01.py",
        tasks=perfect_tasks() if tasks is None else tasks,
        received=received,
        late_days=late.days,
        late_factor=late.factor,
        notes=notes,
    )


def submission_of(graded: Scorecard) -> Submission:
    """The submission that a scorecard graded."""
    return Submission(
        student=graded.student,
        assignment=graded.assignment,
        path=graded.path,
        source="",
        digest=graded.submission,
        received=graded.received,
    )


def mark(student: str, points: int | Fraction, source: str = "exam.csv") -> Mark:
    """A mark of the exam."""
    return Mark(student=student, assignment="exam", points=Fraction(points), source=source, imported=NOW)


def fill(gradebook: Gradebook) -> None:
    """Anna is two days late with half of the work, Bob is held, the third handed in nothing; two sat the exam."""
    gradebook.start(RUN)
    late = DUE.astimezone(UTC) + timedelta(hours=30)
    gradebook.append(RUN.id, card("anna", mixed_tasks(), received=late, notes=("renamed|hw1 <final>.py",)))
    gradebook.append(RUN.id, card("bob", held_tasks()))
    gradebook.add_marks([mark("anna", 8), mark("bob", Fraction(15, 2))])
