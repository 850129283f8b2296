"""The demo's class goes through the sandbox once; what expected.toml says of every file in it must be found."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime

import pytest

from grader.autograde import Autograder
from grader.course import CourseFolder, load
from grader.gradebook import MemoryGradebook
from grader.intake import Batch, collect
from grader.intake.marks import read_marks
from grader.model import Run, Scorecard, TaskScore, Verdict
from grader.sandbox import strongest
from tests.course.support import ROOT

CLASS = ROOT / "tests" / "demo_class"
SECRET = (CLASS / "secret").read_bytes()
EXPECTED: dict[str, dict[str, str | list[str]]] = tomllib.loads((CLASS / "expected.toml").read_text("utf-8"))

Cards = Mapping[tuple[str, str], Scorecard]


@pytest.fixture(scope="session")
def folder() -> CourseFolder:
    """The course with the demo's roster."""
    return load(ROOT / "course.toml", CLASS / "roster.csv")


@pytest.fixture(scope="session")
def batch(folder: CourseFolder) -> Batch:
    """The class's files."""
    assignments = [a for a in folder.course.assignments if a.kind != "external"]
    return collect(CLASS / "submissions", assignments, folder.course.roster)


@pytest.fixture(scope="session")
def cards(folder: CourseFolder, batch: Batch) -> Cards:
    """The scorecard of every file, by student and assignment."""
    names = dict.fromkeys(submission.assignment for submission in batch.submissions)
    autograder = Autograder(
        {name: folder.material(name) for name in names}, folder.course, SECRET, wall=strongest(), jobs=1
    )
    run = Run(
        id="demo",
        started=datetime.now(UTC),
        grader="",
        course=folder.course,
        isolation=strongest().line,
        versions={},
    )
    with closing(autograder.grade(batch.submissions, MemoryGradebook(), run)) as graded:
        return {(one.card.student, one.card.assignment): one.card for one in graded}


@pytest.mark.parametrize(
    ("student", "assignment"), [(student, name) for student, files in EXPECTED.items() for name in files]
)
def test_what_must_be_found(cards: Cards, student: str, assignment: str) -> None:
    """Every fact about a file holds, and nothing that the facts do not speak of is wrong with it."""
    expected, card = EXPECTED[student][assignment], cards.get((student, assignment))
    if expected == "missing":
        assert card is None
        return
    assert card is not None, "nothing was handed in"
    facts = [] if expected == "full" else list(expected)
    assert list(complaints(card, facts)) == []


def complaints(card: Scorecard, facts: Sequence[str]) -> Iterator[str]:
    """What is not as the facts say."""
    about = [fact for fact in facts if fact == "renamed" or fact.startswith("late: ")]
    noted = ["renamed"] if any(note.startswith("renamed|") for note in card.notes) else []
    noted += [f"late: {card.late_days}"] if card.late_days else []
    if sorted(about) != sorted(noted):
        yield f"noted beside the grade: {noted}, not {about}"
    silent = {task.task: task for task in card.tasks}
    for fact in facts:
        if fact not in about:
            named = [task for task in card.tasks if fact[0] == "*" or re.match(r"\w+", fact)[0] == task.task]
            assert named, f"{fact}: there is no such task"
            for task in named:
                silent.pop(task.task, None)
                yield from _against(task, fact)
    for task in silent.values():
        if _failures(task):
            yield f"{task.task}: {_failures(task)}, and no fact speaks of it"


def _against(task: TaskScore, fact: str) -> Iterator[str]:
    """What of a task speaks against a fact about it."""
    if ": " in fact:
        found = task.diagnosis.mistake if task.diagnosis else None
        if found != fact.partition(": ")[2]:
            yield f"{fact}: the diagnosis is {found}"
        return
    where, _, verdicts = fact.partition(" = ")
    case = "*" if where == "*" else where.partition(".")[2]
    if not _holds(task, case, set(verdicts.split(" or "))):
        yield f"{fact}: {_failures(task)}"


def _holds(task: TaskScore, case: str, verdicts: set[str]) -> bool:
    """Whether cases fail, in these ways only: any of them, or all ("*"), or the one that is named."""
    failures = _failures(task)
    if not failures or not set(failures.values()) <= verdicts:
        return False
    return case == "" or set(failures) == ({o.case for o in task.outcomes} if case == "*" else {case})


def _failures(task: TaskScore) -> dict[str, str]:
    """The verdicts of the cases that did not pass."""
    return {o.case: o.verdict.value for o in task.outcomes if o.verdict is not Verdict.PASSED}


def test_everybody_is_spoken_of(folder: CourseFolder, batch: Batch) -> None:
    """Roster, folders and expectations are one class; the one file that cannot be told is said to be unread."""
    students = {student.id for student in folder.course.roster}
    names = {a.name for a in folder.course.assignments if a.kind != "external"}
    assert students == set(EXPECTED)
    assert all(set(files) == names for files in EXPECTED.values())
    assert batch.strangers == ()
    assert batch.unread == ("komarov_f/homework.py",)


def test_nothing_is_our_fault(cards: Cards) -> None:
    """No file of the class makes the grader itself fail, and the times of a good part of them are known."""
    assert [card.path for card in cards.values() if card.held] == []
    assert sum(card.received is not None for card in cards.values()) > len(cards) // 3


def test_marks_can_be_imported(folder: CourseFolder) -> None:
    """The marks of tests and exam are for this class, and a few are not there."""
    marks = read_marks(CLASS / "marks.csv", folder.course, datetime.now(UTC))
    external = [a for a in folder.course.assignments if a.kind == "external"]
    everything = len(external) * len(folder.course.roster)
    assert everything - 10 < len(marks) < everything
