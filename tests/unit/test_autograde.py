"""From submissions to the gradebook: each marked for what it is, nothing twice, our own failures held."""

import gc
import importlib.util
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.autograde import Autograder, Graded, check_references
from grader.course import CourseFolder, load
from grader.errors import GraderError
from grader.exhibits import restored
from grader.gradebook import MemoryGradebook, open_gradebook
from grader.intake import collect
from grader.model import Observation, Run, Scorecard, Submission, Verdict
from grader.sandbox import BASIC, ForkSandbox, Wall, strongest
from tests.unit import tiny_course
from tests.unit.sandbox.processes import children, gone, started_since, wait_for
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

SECRET = b"s" * 32
HALF = "x * np.asarray(0.5, dtype=x.dtype)"
COUNT = "self.count += _secret_helper(rows)"

CLASS: dict[str, tuple[str | bytes, str, tuple[Verdict, Verdict]]] = {
    # student: (file, points, worst verdict of the tasks "halve" and "counter")
    "right": (SOLUTION, "10", (Verdict.PASSED, Verdict.PASSED)),
    "other_road": (SOLUTION.replace(HALF, "x / 2"), "10", (Verdict.PASSED, Verdict.PASSED)),
    "noisy": ("import warnings\nwarnings.warn('x')\nprint('x' * 9999)\n" + SOLUTION, "10", (Verdict.PASSED,) * 2),
    "twice": (SOLUTION.replace(HALF, "x * 2"), "3", (Verdict.WRONG, Verdict.WRONG)),
    "triple": (SOLUTION.replace(HALF, "x / 3"), "2", (Verdict.WRONG, Verdict.WRONG)),
    "shape": (SOLUTION.replace(HALF, "(x / 2)[None]"), "2", (Verdict.MALFORMED, Verdict.RAISED)),
    "double": (SOLUTION.replace(HALF, "x.astype(float) / 2"), "9", (Verdict.MALFORMED, Verdict.PASSED)),
    "in_place": (SOLUTION.replace(HALF, "x.__imul__(0.5)"), "7", (Verdict.WRONG, Verdict.PASSED)),
    "nan": (SOLUTION.replace(HALF, "x * np.nan"), "2", (Verdict.WRONG, Verdict.WRONG)),
    "half_done": (SOLUTION.replace(COUNT, "raise NotImplementedError"), "4", (Verdict.PASSED, Verdict.MISSING)),
    "empty": ("", "0", (Verdict.MALFORMED, Verdict.MALFORMED)),
    "syntax": ("def halve(x:\n", "0", (Verdict.RAISED, Verdict.RAISED)),
    "late_syntax": (SOLUTION + "\nraise ValueError('end')\n", "10", (Verdict.PASSED, Verdict.PASSED)),
    "cp1251": (SOLUTION.encode("cp1251"), "0", (Verdict.MALFORMED, Verdict.MALFORMED)),
    "missing": ("x = 1\n", "0", (Verdict.MISSING, Verdict.MISSING)),
    "hangs": (
        SOLUTION.replace(COUNT, "\n        while True: pass"),
        "4",
        (Verdict.PASSED, Verdict.TIMED_OUT),
    ),
    "exits": (SOLUTION.replace(COUNT, "import os; os._exit(0)"), "4", (Verdict.PASSED, Verdict.CRASHED)),
    "exits_at_once": ("import os; os._exit(0)", "0", (Verdict.CRASHED, Verdict.CRASHED)),
    "sys_exit": (SOLUTION.replace(COUNT, "import sys; sys.exit()"), "4", (Verdict.PASSED, Verdict.CRASHED)),
    "signal": (SOLUTION.replace(COUNT, "import ctypes; ctypes.string_at(0)"), "4", (Verdict.PASSED, Verdict.CRASHED)),
    "prints": (
        SOLUTION.replace(COUNT, "\n        while True: print('spam' * 999)"),
        "4",
        (Verdict.PASSED, Verdict.OUTPUT_LIMIT),
    ),
    "kills": (
        SOLUTION.replace(COUNT, "import os; os.kill(os.getppid(), 9); os._exit(9)"),
        "4",
        (Verdict.PASSED, Verdict.CRASHED),
    ),
    "surrogate": (SOLUTION.replace(HALF, "{'\\ud800': x, 'out': '\\udfff'}"), "2", (Verdict.MALFORMED, Verdict.RAISED)),
    "half_precision": (SOLUTION.replace(HALF, "np.float16(x / 2)"), "6", (Verdict.MALFORMED, Verdict.PASSED)),
}

Grade = Callable[..., list[Graded]]


@pytest.fixture
def folder(tmp_path: Path) -> CourseFolder:
    return load(tiny_course.write(tmp_path))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "in"


def hand_in(inbox: Path, student: str, content: str | bytes = SOLUTION, time: str = "") -> None:
    own = inbox / student
    own.mkdir(parents=True, exist_ok=True)
    (own / f"{ASSIGNMENT}.py").write_bytes(content.encode() if isinstance(content, str) else content)
    if time:
        (own / "timestamp.txt").write_text(time)


def submissions(folder: CourseFolder, inbox: Path) -> tuple[Submission, ...]:
    return collect(inbox, [folder.course.assignment(ASSIGNMENT)], folder.course.roster).submissions


def new_run(folder: CourseFolder, name: str) -> Run:
    started = datetime(2026, 10, 1, tzinfo=UTC)
    return Run(id=name, started=started, grader="0", course=folder.course, isolation="", versions={})


def grade(folder: CourseFolder, inbox: Path, book: MemoryGradebook, jobs: int = 1) -> list[Graded]:
    autograder = Autograder(
        {ASSIGNMENT: folder.material(ASSIGNMENT)}, folder.course, SECRET, wall=strongest(), jobs=jobs
    )
    return list(autograder.grade(submissions(folder, inbox), book, new_run(folder, "run")))


def cards(graded: list[Graded]) -> dict[str, Scorecard]:
    return {one.card.student: one.card for one in graded}


def worst(card: Scorecard) -> tuple[Verdict, ...]:
    return tuple(
        min((outcome.verdict for outcome in task.outcomes), key=lambda verdict: verdict.severity) for task in card.tasks
    )


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory: pytest.TempPathFactory) -> tuple[CourseFolder, Path, list[Graded]]:
    """The whole class, graded two at a time."""
    root = tmp_path_factory.mktemp("class")
    course, inbox = load(tiny_course.write(root)), root / "in"
    for student, (content, _, _) in CLASS.items():
        hand_in(inbox, student, content)
    return course, inbox, grade(course, inbox, MemoryGradebook(), jobs=2)


@pytest.mark.parametrize("student", CLASS)
def test_each_submission_is_marked_for_what_it_is(
    graded_class: tuple[CourseFolder, Path, list[Graded]], student: str
) -> None:
    card = cards(graded_class[2])[student]
    _, points, verdicts = CLASS[student]
    assert (worst(card), card.points) == (verdicts, Fraction(points))
    assert not card.held
    assert card.max_points == 10


def test_nobody_is_lost_and_nobody_is_graded_twice(graded_class: tuple[CourseFolder, Path, list[Graded]]) -> None:
    graded = graded_class[2]
    assert sorted(one.card.student for one in graded) == sorted(CLASS)
    assert all(one.new for one in graded)


def test_one_at_a_time_gives_the_same_cards_as_two(graded_class: tuple[CourseFolder, Path, list[Graded]]) -> None:
    course, inbox, two = graded_class
    few = [one for one in submissions(course, inbox) if one.student not in ("hangs", "prints", "kills")]
    autograder = Autograder({ASSIGNMENT: course.material(ASSIGNMENT)}, course.course, SECRET, wall=strongest())
    one = list(autograder.grade(few, MemoryGradebook(), new_run(course, "again")))
    expected = cards(two)
    for student, card in cards(one).items():
        assert replace(card, seconds=0.0) == replace(expected[student], seconds=0.0)


def test_a_known_mistake_is_named_and_its_credit_kept(graded_class: tuple[CourseFolder, Path, list[Graded]]) -> None:
    found = {one.card.student: one.card.tasks[0].diagnosis for one in graded_class[2]}
    assert found["twice"] is not None
    assert (found["twice"].mistake, found["twice"].credit) == ("doubled", Fraction(1, 4))
    assert [student for student, diagnosis in found.items() if diagnosis is not None] == ["twice"]


# ------------------------------------------------------------------------------------------- again, and once


def test_what_is_known_is_not_graded_again(folder: CourseFolder, inbox: Path) -> None:
    book = MemoryGradebook()
    for student in ("anna", "bob"):
        hand_in(inbox, student)
    first = grade(folder, inbox, book)
    hand_in(inbox, "cleo")
    second = grade(folder, inbox, book)
    assert [one.new for one in first] == [True, True]
    assert {one.card.student: one.new for one in second} == {"anna": False, "bob": False, "cleo": True}
    assert len(book.scorecards()) == 3
    assert cards(second)["anna"] == cards(first)["anna"]


def test_another_file_another_time_and_another_version_are_graded(folder: CourseFolder, inbox: Path) -> None:
    book = MemoryGradebook()
    hand_in(inbox, "anna")
    grade(folder, inbox, book)
    hand_in(inbox, "anna", SOLUTION + "\n")
    assert [one.new for one in grade(folder, inbox, book)] == [True]
    hand_in(inbox, "anna", SOLUTION + "\n", time="2026-10-07T00:00:00+03:00")
    (late,) = grade(folder, inbox, book)
    assert (late.new, late.card.late_days, late.card.late_factor) == (True, 2, Fraction(8, 10))
    assert late.card.score == 8
    with (folder.root / "assignments" / ASSIGNMENT / "hidden.py").open("a") as file:
        file.write("\n# changed\n")
    changed = load(folder.root / "course.toml")
    assert [one.new for one in grade(changed, inbox, book)] == [True]
    assert len(book.scorecards()) == 4


def test_a_file_that_was_graded_by_another_grader_meanwhile_is_not_new(folder: CourseFolder, inbox: Path) -> None:
    book = MemoryGradebook()
    hand_in(inbox, "anna")
    (known,) = grade(folder, inbox, book)

    class Late(MemoryGradebook):
        def find(self, submission: Submission, assignment_digest: str) -> Scorecard | None:
            return None

    other = Late()
    other.start(new_run(folder, "run"))
    other.append("run", known.card)
    assert [one.new for one in grade(folder, inbox, other)] == [False]
    assert len(other.scorecards()) == 1


# ------------------------------------------------------------------------------------------ our own failures


def spoil(folder: CourseFolder, file: str, old: str, new: str) -> CourseFolder:
    path = folder.root / "assignments" / ASSIGNMENT / file
    if file == "solution":
        path = folder.root / "solutions" / f"{ASSIGNMENT}.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return load(folder.root / "course.toml")


def test_a_checker_that_raises_holds_its_case_and_costs_nothing(folder: CourseFolder, inbox: Path) -> None:
    spoiled = spoil(folder, "checkers.py", '    if observed["counts"]', "    raise KeyError\n    if observed")
    hand_in(inbox, "right")
    hand_in(inbox, "wrong", SOLUTION.replace(HALF, "x / 3"))
    book = MemoryGradebook()
    graded = cards(grade(spoiled, inbox, book))
    for student, points in (("right", 10), ("wrong", 2)):
        assert graded[student].held
        assert worst(graded[student])[1] is Verdict.GRADER_ERROR
        assert graded[student].points == points
    assert worst(graded["wrong"])[0] is Verdict.WRONG
    again = grade(spoiled, inbox, book)
    assert all(one.new for one in again)


def test_a_reference_that_fails_a_draw_holds_those_who_drew_it(folder: CourseFolder, inbox: Path) -> None:
    spoiled = spoil(
        folder, "solution", f"    return {HALF}", f"    assert x.ndim < 2 or x[0, 0] > 0\n    return {HALF}"
    )
    for number in range(12):
        hand_in(inbox, f"student{number}", SOLUTION)
    graded = grade(spoiled, inbox, MemoryGradebook())
    held = [one.card for one in graded if one.card.held]
    assert 0 < len(held) < 12
    assert all(card.points == 10 for card in cards(graded).values())
    assert all(
        "AssertionError" in outcome.detail for card in held for outcome in card.tasks[0].outcomes if outcome.detail
    )


def test_a_mistake_that_fails_costs_nothing_and_hides_nothing(folder: CourseFolder, inbox: Path) -> None:
    spoiled = spoil(folder, "mistakes/halve.py", "    module.halve = lambda x: x * 2", "    raise KeyError(module)")
    hand_in(inbox, "wrong", SOLUTION.replace(HALF, "x * 2"))
    (one,) = grade(spoiled, inbox, MemoryGradebook())
    assert (one.card.held, one.card.points, worst(one.card)[0]) == (False, 2, Verdict.WRONG)


def test_a_failure_of_the_sandbox_is_ours(folder: CourseFolder, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ForkSandbox.observe

    def fail(self: ForkSandbox, submission: Submission, *rest: Any) -> Iterator[Observation]:
        if submission.student == "anna":
            raise OSError("no more processes")
        yield from real(self, submission, *rest)

    monkeypatch.setattr(ForkSandbox, "observe", fail)
    for student in ("anna", "bob"):
        hand_in(inbox, student)
    graded = cards(grade(folder, inbox, MemoryGradebook()))
    assert graded["anna"].held
    assert {o.detail for task in graded["anna"].tasks for o in task.outcomes} == {"OSError: no more processes"}
    assert (graded["bob"].held, graded["bob"].points) == (False, 10)


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("solution", HALF, "1 / 0", "the reference does not pass: raised ZeroDivisionError: division by zero"),
        ("solution", HALF, "print", "which is not data"),
        ("checkers.py", '== expected["counts"]', "== 0", "property"),
        ("checkers.py", '["counts"] ==', '["count"] ==', "checker counted: KeyError: 'count'"),
    ],
)
def test_references_are_checked_before_any_student(
    folder: CourseFolder, file: str, old: str, new: str, why: str
) -> None:
    spoiled = spoil(folder, file, old, new)
    with pytest.raises(GraderError) as caught:
        check_references({ASSIGNMENT: spoiled.material(ASSIGNMENT)}, SECRET)
    assert f"{ASSIGNMENT}.py: the reference fails case " in str(caught.value)
    assert str(caught.value).endswith(why)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            COUNT,
            "self.count = len(globals().setdefault('seen', [])); seen.append(1)",
            "shows something else when it is",
        ),
        (HALF, "None", "case half_in_single_precision_edge: the reference shows nothing, any answer would pass"),
    ],
)
def test_a_reference_that_shows_nothing_or_always_something_else_is_told(
    folder: CourseFolder, old: str, new: str, why: str
) -> None:
    path = folder.root / "assignments" / ASSIGNMENT
    (path / "public.py").write_text(
        (path / "public.py").read_text(encoding="utf-8").replace(', "inputs": {"x": x}', ""), encoding="utf-8"
    )
    spoiled = spoil(folder, "solution", old, new)
    with pytest.raises(GraderError) as caught:
        check_references({ASSIGNMENT: spoiled.material(ASSIGNMENT)}, SECRET)
    text = str(caught.value)
    assert why.rpartition(": ")[2] in text


def test_a_right_reference_passes_its_check(folder: CourseFolder) -> None:
    check_references({ASSIGNMENT: folder.material(ASSIGNMENT)}, SECRET)


def test_a_student_who_imports_torch_stops_nobody_where_it_is_not_installed(
    folder: CourseFolder, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "torch" else find(name, *rest))
    wanted: list[list[str]] = []
    real = ForkSandbox.__init__

    def record(self: ForkSandbox, cases: Path, libraries: list[str], wall: Wall) -> None:
        wanted.append(libraries)
        real(self, cases, libraries, wall)

    monkeypatch.setattr(ForkSandbox, "__init__", record)
    hand_in(inbox, "anna", "'''\nimport torch\n'''\n" + SOLUTION)
    hand_in(inbox, "bob")
    assert [one.card.points for one in grade(folder, inbox, MemoryGradebook())] == [10, 10]
    assert [list(libraries) for libraries in wanted] == [
        ["numpy"]
    ] * 2  # the worker that tries the reference, and the one for submissions


# ---------------------------------------------------------------------------------------------- interruption


SLOW = SOLUTION.replace(COUNT, "import time; time.sleep(60)")


@pytest.mark.parametrize(
    ("wall", "jobs"),  # with two jobs what is below this process are judges, which know their walls alone
    [(BASIC, 1), (strongest(), 1), (strongest(), 2)],
    ids=["basic-1", "strongest-1", "strongest-2"],
)
def test_closing_the_stream_ends_every_process_and_keeps_what_was_yielded(
    folder: CourseFolder, inbox: Path, wall: Wall, jobs: int
) -> None:
    before = children(os.getpid())
    hand_in(inbox, "a")
    for student in ("b", "c", "d"):
        hand_in(inbox, student, SLOW)
    book = MemoryGradebook()
    autograder = Autograder({ASSIGNMENT: folder.material(ASSIGNMENT)}, folder.course, SECRET, wall=wall, jobs=jobs)
    each = {"": 2, "namespaces": 3, "bubblewrap": 5}[wall.outer]  # the child, the worker, and what goes before it
    each += jobs > 1  # the process that judges
    stream = autograder.grade(submissions(folder, inbox), book, new_run(folder, "run"))
    with closing(stream):
        assert next(stream).card.student == "a"
        wait_for(lambda: len(started_since(before)) == each * jobs)
        processes = started_since(before)
    assert gone(processes)
    assert children(os.getpid()) == before
    assert [recorded.card.student for recorded in book.scorecards()] == ["a"]
    assert not [thread for thread in threading.enumerate() if "ThreadPool" in thread.name]


def test_a_gradebook_that_fails_ends_every_process(folder: CourseFolder, inbox: Path) -> None:
    class Full(MemoryGradebook):
        def append(self, run_id: str, card: Scorecard) -> bool:
            raise GraderError("disk full")

    before = children(os.getpid())
    hand_in(inbox, "a")
    hand_in(inbox, "b", SLOW)
    with pytest.raises(GraderError, match="disk full"):
        grade(folder, inbox, Full(), jobs=2)
    assert children(os.getpid()) == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_yielded_is_not_kept_in_memory(folder: CourseFolder, inbox: Path, tmp_path: Path, jobs: int) -> None:
    for number in range(12):
        hand_in(inbox, f"student{number}")
    before = scorecards_in_memory()
    autograder = Autograder(
        {ASSIGNMENT: folder.material(ASSIGNMENT)}, folder.course, SECRET, wall=strongest(), jobs=jobs
    )
    with open_gradebook(tmp_path / "gradebook.sqlite") as book:
        stream = autograder.grade(submissions(folder, inbox), book, new_run(folder, "run"))
        most = [scorecards_in_memory() - before for _ in stream]
    assert len(most) == 12
    assert max(most) <= 4 * jobs + 2  # of those begun ahead, with each the one before its points were made whole


def scorecards_in_memory() -> int:
    gc.collect()
    return sum(issubclass(type(one), Scorecard) for one in gc.get_objects())  # `isinstance` would ask lazy objects


def test_nothing_handed_in_starts_nothing(folder: CourseFolder, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ForkSandbox, "start", None)
    (inbox / "anna").mkdir(parents=True)
    assert grade(folder, inbox, MemoryGradebook()) == []


# ------------------------------------------------------------------------------------------------------ exhibits

EXHIBITS = '''\
"""Pictures of the warm-up."""

import numpy as np

from grader.authoring import exhibit

Z = np.linspace(-1, 1, 5)


@exhibit("halve", kind="curves")
def curve_of_halve(student, rng):
    """Half.

    ru: Половина.
    """
    return {"x": {"halve(z)": Z}, "y": {"halve(z)": student.halve(Z.copy())}}
'''


def exhibited(tmp_path: Path, text: str = EXHIBITS) -> CourseFolder:
    """The tiny course with a file of exhibits."""
    root = tiny_course.write(tmp_path)
    (root.parent / "assignments" / ASSIGNMENT / "exhibits.py").write_text(text, encoding="utf-8")
    return load(root)


def test_a_picture_is_kept_where_a_task_lost_points_by_it(tmp_path: Path, inbox: Path) -> None:
    own = {
        "right": SOLUTION,
        "twice": SOLUTION.replace(HALF, "x * 2"),
        "in_place": SOLUTION.replace(HALF, "x.__imul__(0.5)"),  # fails, and its curve is right
        "shape": SOLUTION.replace(HALF, "(x / 2)[None]"),  # the cases say what form is wanted
        "raises": SOLUTION.replace(HALF, "x / None"),
        "missing": "x = 1\n",
        "hangs": SOLUTION.replace(HALF, "[0 for _ in iter(int, 1)] if x.dtype == np.float32 else x * 2"),
        "other_task": SOLUTION.replace(COUNT, "raise NotImplementedError"),
        "syntax": "def halve(x:\n",
        "empty": "",
    }
    for student, source in own.items():
        hand_in(inbox, student, source)
    graded = cards(grade(exhibited(tmp_path), inbox, MemoryGradebook()))
    kept = {student: [(one.task, one.observed is not None) for one in graded[student].pictures] for student in own}
    assert {student: shown for student, shown in kept.items() if shown} == {"twice": [("halve", True)]}
    assert not any(card.held for card in graded.values())


def test_the_child_that_is_drawn_has_been_asked_no_hidden_case(tmp_path: Path, inbox: Path) -> None:
    """A submission that answers with the first numbers it was ever given shows those of the exhibit."""
    keeps = SOLUTION.replace(HALF, "globals().setdefault('first', np.resize(x, 5).copy()) + 0 * np.resize(x, 5)")
    hand_in(inbox, "keeps", keeps)
    card = cards(grade(exhibited(tmp_path), inbox, MemoryGradebook()))["keeps"]
    (picture,) = card.pictures
    pair = restored(picture)
    assert pair is not None and pair[0] is not None
    np.testing.assert_allclose(pair[0]["y"]["halve(z)"], np.linspace(-1, 1, 5))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('exhibit("halve"', 'exhibit("half"', "there is no task 'half'"),
        ('kind="curves"', 'kind="pie"', "there is no kind 'pie'"),
        ("def curve_of_halve", "def half_of_a_vector", "rename it"),
    ],
)
def test_an_exhibit_that_does_not_fit_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(GraderError, match=told):
        exhibited(tmp_path, EXHIBITS.replace(old, new)).material(ASSIGNMENT)


@pytest.mark.parametrize("shown", ["None", '{"x": {"z": Z}, "y": {"z": Z / 0}}', "student.nothing(Z)"])
def test_an_exhibit_that_the_reference_cannot_show_is_told(tmp_path: Path, shown: str) -> None:
    text = EXHIBITS.replace('{"x": {"halve(z)": Z}, "y": {"halve(z)": student.halve(Z.copy())}}', shown)
    with pytest.raises(GraderError, match="exhibit curve_of_halve"):
        check_references({ASSIGNMENT: exhibited(tmp_path, text).material(ASSIGNMENT)}, SECRET)
