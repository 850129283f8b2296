"""`grader override`, `history`, `diff`, `verify` and `regrade` as an instructor uses them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from grader.gradebook import open_gradebook
from tests.unit import tiny_course
from tests.unit.cli.running import run
from tests.unit.graded_class import RUN, fill
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

Grader = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def grader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Grader:
    """Runs `grader` in an empty folder; the exit status and the lines that it printed, errors as one line."""
    monkeypatch.chdir(tmp_path)
    return run


@pytest.fixture
def small_class(tmp_path: Path) -> Path:
    """The small class in `gradebook.sqlite`: Anna with 3 of 10 points, two days late; Bob is held."""
    with open_gradebook(tmp_path / "gradebook.sqlite") as book:
        fill(book)
    return tmp_path / "gradebook.sqlite"


# ----------------------------------------------------------------------------------------------------- override


def test_an_override_is_recorded_and_says_whose_grade_moved(grader: Grader, small_class: Path) -> None:
    code, lines = grader(
        "override", "anna", "hw01_backprop/linear", "--points", "4,5", "--why", "heard", "--by", "igor"
    )
    assert (code, lines) == (
        0,
        [
            "the grades of 1 of 3 students moved",
            "anna: course 4.64 (5) → 5.84 (6)",
            "  hw01_backprop: 2.4/10 → 4.4/10 (+2)",
            "    linear: 2 → 4.5 points, decided by a person: heard",
        ],
    )
    with open_gradebook(small_class) as book:
        (override,) = book.overrides()
    assert (override.points, override.by, override.why) == (4.5, "igor", "heard")
    assert "4.4*^" in "".join(grader("report", "--out", "out")[1])
    assert "anna,Анна Иванова,4.4,8," in Path("out/gradebook.csv").read_text(encoding="utf-8")


def test_a_fraction_is_exact_the_task_alone_is_enough_and_it_can_be_taken_back(
    grader: Grader, small_class: Path
) -> None:
    assert grader("override", "anna", "dropout", "--points", "7/3", "--why", "heard")[0] == 0
    code, lines = grader("override", "anna", "dropout", "--points", "graded", "--why", "a mistake of mine")
    assert (code, lines[-1]) == (0, "    dropout: 2.33 → 1 points, an override was taken back")
    with open_gradebook(small_class) as book:
        assert [str(one.points) for one in book.overrides()] == ["7/3", "None"]
        assert not book.verify().faults


def test_an_override_of_what_is_held_gives_the_grade_free(grader: Grader, small_class: Path) -> None:
    code, lines = grader("override", "bob", "linear", "--points", "0", "--why", "looked at it")
    assert (code, lines[1:3]) == (0, ["bob: course 7.5 (none) → 5.4 (5)", "  hw01_backprop: held → 4/10"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ana", "linear", "--points", "1"), "ana: not on the roster of run run-1: use anna"),
        (("anna", "linear", "--points", "6.01"), "--points 6.01: linear is worth at most 6"),
        (
            ("anna", "linear", "--points", "-1"),
            "--points -1: not a number from 0 on: write it as 3, 2.5 or 7/3, or graded",
        ),
        (("anna", "linear", "--points", "1e9"), "--points 1e9: not a number from 0 on"),
        (("anna", "linear", "--points", "1/0"), "--points 1/0: not a number from 0 on"),
        (("anna", "linear", "--points", "graded"), "--points graded: linear has no override that could be taken back"),
        (
            ("anna", "exam", "--points", "1"),
            "exam: anna has no graded task of that name: use one of hw01_backprop/linear",
        ),
        (("=cmd", "linear", "--points", "1"), "=cmd: nothing of theirs is graded here"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_recorded(
    grader: Grader, small_class: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, (line,) = grader("override", *arguments, "--why", "heard")
    assert (code, line.startswith(said)) == (2, True), line
    assert grader("override", "anna", "linear", "--points", "1", "--why", " ")[1][0].startswith(
        "--why: write the reason"
    )
    with open_gradebook(small_class) as book:
        assert book.overrides() == []


# ------------------------------------------------------------------------------------------------------ history


def test_the_history_of_a_student_leads_every_number_to_its_evidence(grader: Grader, small_class: Path) -> None:
    grader("override", "anna", "linear", "--points", "4", "--why", "heard", "--by", "igor")
    code, lines = grader("history", "anna")
    assert code == 0
    assert lines[:2] == [
        "* 2026-11-01 12:00+00:00  hw01_backprop  attempt: 2.4/10; late by 2 d, × 0.8; now 4/10 as it was decided",
        "      file 5ubm1551on-d, received 2026-10-07 02:59+00:00, submissions/anna/hw01.py",
    ]
    assert lines[2].startswith("      run run-1, grader 0.1.0, course ")
    assert lines[2].endswith(", assignment version-1, isolation none")
    assert len(lines) == 5
    facts = {line.partition("  ")[2] for line in lines[3:]}
    assert facts == {"hw01_backprop/linear  override: 4 points, by igor: heard", "exam  mark: 8 points, from exam.csv"}
    assert len(grader("history", "anna", "--assignment", "exam")[1]) == 1
    assert grader("history", "=cmd") == (0, ["=cmd: nothing was graded, marked or decided"])
    assert "held, our own failure" in grader("history", "bob")[1][0]


# --------------------------------------------------------------------------------------------- diff and verify


def test_runs_are_named_by_id_by_its_beginning_and_by_their_order(grader: Grader, small_class: Path) -> None:
    with open_gradebook(small_class) as book:
        for name in ("abc-2", "abd-3"):
            book.start(replace(RUN, id=name))
    grader("override", "anna", "linear", "--points", "4", "--why", "heard")
    assert grader("diff", "previous", "latest") == (
        0,
        ["run abc-2 (2026-11-01 12:00) → run abd-3 (2026-11-01 12:00)", "no grade moved (3 students)"],
    )
    code, lines = grader("diff", "abc", "now")
    assert (code, lines[1:3]) == (0, ["the grades of 1 of 3 students moved", "anna: course 4.64 (5) → 5.6 (6)"])
    assert grader("diff", "ab", "now") == (
        2,
        ["ab: several runs begin so: use now, latest, previous or one of abc-2, abd-3"],
    )
    assert grader("diff", "x", "now")[1][0].startswith(
        "x: there is no such run: use now, latest, previous or one of run-1"
    )


def test_a_run_that_is_not_there_is_not_offered(grader: Grader, tmp_path: Path, small_class: Path) -> None:
    assert grader("diff", "previous", "latest") == (
        2,
        ["previous: there is one run only, run-1: compare latest with now, or grade again"],
    )
    assert grader("diff", "x", "now") == (2, ["x: there is no such run: use now, latest or one of run-1"])
    with open_gradebook(tmp_path / "empty.sqlite"):
        pass
    for name in ("latest", "previous", "x"):
        said = grader("diff", name, "now", "--gradebook", str(tmp_path / "empty.sqlite"))
        assert said == (2, [f"{name}: there is no run yet: grade something first"])


def test_verify_prints_the_head_and_names_the_first_row_that_was_changed(grader: Grader, small_class: Path) -> None:
    code, lines = grader("verify")
    assert (code, lines[0]) == (0, "gradebook.sqlite: 5 rows, each as it was appended")
    head = lines[1].removeprefix("head: ")
    assert grader("verify", "--expect", head) == (0, lines)
    assert grader("verify", "--expect", f"9:{'a' * 64}")[0] == 1
    assert grader("verify", "--expect", "9") == (
        2,
        ["9: not a head: give what grader verify printed, as in 412:9f86d081884c7d65"],
    )
    with closing(sqlite3.connect(small_class)) as connection:
        connection.execute("UPDATE marks SET points = '10'")
        connection.commit()
    assert grader("verify") == (
        1,
        ["gradebook.sqlite: marks, sequence 1: changed (and 1 more); restore it from a copy"],
    )


@pytest.mark.parametrize("arguments", [("verify",), ("history", "anna"), ("diff", "latest", "now")])
def test_without_a_gradebook_nothing_is_made(grader: Grader, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, (line,) = grader(*arguments, "--gradebook", "none.sqlite")
    assert (code, line) == (2, "none.sqlite: there is no gradebook here; grade something first: grader autograde")
    assert list(tmp_path.iterdir()) == []


# ----------------------------------------------------------------------------------------------- regrade, a URL


def hand_in(root: Path, student: str, source: str) -> None:
    path = root / "in" / student / f"{ASSIGNMENT}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")


def test_only_what_changed_is_graded_anew_and_whose_grade_moved_is_told(
    grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_course.write(tmp_path)
    monkeypatch.setenv("GRADER_GRADEBOOK", f"sqlite:///{tmp_path}/by_url.sqlite")
    wrong = SOLUTION.replace("x * np.asarray(0.5, dtype=x.dtype)", "x * np.asarray(0.5)")
    hand_in(tmp_path, "anna", SOLUTION)
    hand_in(tmp_path, "bob", wrong)
    basic = ("--isolation", "basic")
    assert grader("autograde", "in", *basic)[0] == 0

    hand_in(tmp_path, "anna", wrong)
    code, lines = grader("regrade", "in", *basic)
    assert (code, lines[0]) == (0, f"{ASSIGNMENT}: 1 anew, another file (anna); 1 known")
    assert lines[-5:-3] == ["the grades of 1 of 2 students moved", "anna: course 10 (10) → 9 (9)"]
    assert lines[-1] == "    halve.half_in_single_precision_edge: passed → malformed, −1"

    hidden = tmp_path / "assignments" / ASSIGNMENT / "hidden.py"
    text = hidden.read_text(encoding="utf-8")
    hidden.write_text(
        text.replace("rng.standard_normal(3).astype(np.float32)", "rng.standard_normal(3)"), encoding="utf-8"
    )
    code, lines = grader("regrade", "in", *basic)
    assert code == 0
    assert lines[0].startswith(f"{ASSIGNMENT}: 2 anew, the assignment changed from ")
    assert lines[0].endswith(" (anna, bob)")
    assert lines[-4] == "bob: course 9 (9) → 10 (10)"
    assert lines[-1] == "    halve.half_in_single_precision_edge: malformed → passed, +1"
    moved = lines[-9:]
    assert grader("diff", "previous", "latest")[1][1:] == moved

    code, lines = grader("regrade", "in", *basic)
    assert (code, lines[0], lines[-1]) == (0, f"{ASSIGNMENT}: 2 known", "no grade moved (2 students)")
    assert grader("verify")[0] == 0
    assert (tmp_path / "by_url.sqlite").exists()
