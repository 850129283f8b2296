"""`grader marks` on a course's folder: what is taken, what is shown, and that nothing is taken by halves."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from grader.gradebook import open_gradebook
from tests.unit import tiny_course
from tests.unit.cli.running import lines

Marks = Callable[..., list[str]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tiny_course.write(tmp_path).parent


@pytest.fixture
def marks(root: Path) -> Marks:
    """Writes the text into a file, imports it, and gives the lines that were printed."""

    def run(text: str, *options: str) -> list[str]:
        (root / "marks.csv").write_text(text, encoding="utf-8")
        return lines("marks", "marks.csv", *options)

    return run


def recorded(root: Path) -> list[tuple[str, str]]:
    with closing(open_gradebook(root / "gradebook.sqlite")) as gradebook:
        return [(mark.student, str(mark.points)) for mark in gradebook.marks()]


def test_marks_are_taken_corrected_and_withdrawn_and_all_of_it_stays_on_record(root: Path, marks: Marks) -> None:
    assert marks("ФИО;Оценка\nИванова Анна;7,5\nBob Smith;8\n", "--assignment", "exam") == [
        "anna exam: – → 7.5",
        "bob exam: – → 8",
        "marks.csv: 2 marks read: 2 new",
    ]
    assert marks("student,exam\nanna,-\nbob,9\n") == [
        "anna exam: 7.5 → –",
        "bob exam: 8 → 9",
        "marks.csv: 2 marks read: 1 changed, 1 withdrawn",
    ]
    assert marks("student,exam\nanna,-\nbob,9\n") == ["marks.csv: 2 marks read: 2 unchanged"]
    assert recorded(root) == [("anna", "15/2"), ("bob", "8"), ("anna", "None"), ("bob", "9")]
    assert marks("student,exam\nanna,3\n")[-1] == "marks.csv: 1 mark read: 1 new"


def test_a_dry_run_shows_and_changes_nothing(root: Path, marks: Marks) -> None:
    assert marks("student,exam\nanna,7\n", "--dry-run") == [
        "anna exam: – → 7",
        "marks.csv: 1 mark read: 1 new; nothing was taken",
    ]
    assert not (root / "gradebook.sqlite").exists()
    marks("student,exam\nanna,7\n")
    assert marks("student,exam\nanna,8\n", "--dry-run")[0] == "anna exam: 7 → 8"
    assert recorded(root) == [("anna", "7")]


def test_one_mistake_and_no_mark_is_taken(root: Path, marks: Marks) -> None:
    said = marks("student,exam\nanna,7\nnobody,8\nbob,11\n")
    assert said[0] == "marks.csv: no mark was taken; correct 2 mistakes:"
    assert [line.split(":")[0].strip() for line in said[1:]] == ["line 3", "line 4"]
    assert not (root / "gradebook.sqlite").exists()
