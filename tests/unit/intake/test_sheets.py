"""Answer sheets among what is handed in: found in every layout, in whichever form, and never for homework."""

import zipfile
from fractions import Fraction
from pathlib import Path

import pytest

from grader.intake import Batch, collect, read_one, read_single
from grader.model import Assignment, Student, Submission
from grader.sheets import from_text
from tests.unit.notebook_files import notebook
from tests.unit.tiny_quiz import as_json, as_markdown, as_notebook

QUIZ = Assignment(name="test01_networks", title={}, category="tests", kind="quiz", points=Fraction(1))
HOMEWORK = Assignment(name="hw01_backprop", title={}, category="homework", kind="homework", points=Fraction(1))
ROSTER = (Student(id="anna", name="Анна Иванова"), Student(id="bob", name="Bob Smith"))
FACTS = {"assignment": "test01_networks", "student": "anna", "variant": "0123456789"}
FULL = {"a.x": "1", "a.y": "2"}
EMPTY = {"a.x": "", "a.y": ""}


def put(root: Path, name: str, content: bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def batch(root: Path) -> Batch:
    return collect(root, (HOMEWORK, QUIZ), ROSTER)


def only(root: Path) -> Submission:
    (one,) = batch(root).submissions
    return one


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("anna/test01_networks.json", as_json(FACTS, FULL)),
        ("anna/test01_networks.md", as_markdown(FACTS, FULL)),
        ("anna/test01_networks.toml", as_markdown(FACTS, FULL).split(b"```toml\n")[1].split(b"```")[0]),
        ("anna/test01_networks.ipynb", as_notebook(FACTS, FULL)),
        ("anna/test01_networks.json.txt", as_json(FACTS, FULL)),
        ("anna/Test01 networks (2).json", as_json(FACTS, FULL)),
        ("anna/test01_networks/answers.json", as_json(FACTS, FULL)),
        ("anna_test01_networks.json", as_json(FACTS, FULL)),
        ("test01_networks-anna.md", as_markdown(FACTS, FULL)),
        ("Анна Иванова_1234567_assignsubmission_file/test01_networks.json", as_json(FACTS, FULL)),
        ("ivanovaanna_81234_5512345_test01_networks.json", as_json(FACTS, FULL)),
        ("submitted/anna/test01_networks/test01_networks.ipynb", as_notebook(FACTS, FULL)),
    ],
)
def test_a_sheet_is_found_in_every_layout(tmp_path: Path, name: str, raw: bytes) -> None:
    put(tmp_path, name, raw)
    one = only(tmp_path)
    assert (one.student, one.assignment) == ("anna", "test01_networks")
    assert from_text(one.source or "").answers == FULL
    assert batch(tmp_path).unread == ()


def test_of_the_forms_that_were_handed_out_the_one_that_is_filled_in_counts(tmp_path: Path) -> None:
    put(tmp_path, "anna/test01_networks.html", b"<!doctype html><p>")
    put(tmp_path, "anna/test01_networks.md", as_markdown(FACTS, EMPTY))
    put(tmp_path, "anna/test01_networks.ipynb", as_notebook(FACTS, FULL))
    put(tmp_path, "anna/test01_networks.json", as_json(FACTS, EMPTY))
    one = only(tmp_path)
    assert (Path(one.path).suffix, one.notes) == (".ipynb", ())
    assert batch(tmp_path).unread == ()


def test_two_that_are_filled_in_are_told(tmp_path: Path) -> None:
    put(tmp_path, "anna/test01_networks.md", as_markdown(FACTS, FULL))
    put(tmp_path, "anna/test01_networks.json", as_json(FACTS, FULL))
    one = only(tmp_path)
    assert (Path(one.path).suffix, one.notes) == (".json", ("several_sheets|test01_networks.json",))


def test_two_of_one_form_are_not_guessed_between(tmp_path: Path) -> None:
    put(tmp_path, "anna/test01_networks (1).json", as_json(FACTS, FULL))
    put(tmp_path, "anna/test01_networks (2).json", as_json(FACTS, EMPTY))
    assert batch(tmp_path).submissions == ()
    assert len(batch(tmp_path).unread) == 2


def test_the_page_itself_is_no_sheet(tmp_path: Path) -> None:
    put(tmp_path, "anna/test01_networks.html", b"<!doctype html><p>")
    one = only(tmp_path)
    assert (one.source, one.unreadable) == (None, "html_page")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"", "empty"), (b"{", "sheet_cut_off"), (b"hello", "not_a_sheet"), (b"\xff\xfe", "encoding")],
)
def test_a_damaged_sheet_says_so(tmp_path: Path, raw: bytes, reason: str) -> None:
    put(tmp_path, "anna/test01_networks.json", raw)
    assert only(tmp_path).unreadable == reason


def test_homework_is_not_taken_for_a_sheet_nor_a_sheet_for_homework(tmp_path: Path) -> None:
    put(tmp_path, "anna/hw01_backprop.py", b"x = 1\n")
    put(tmp_path, "anna/notes.md", b"# Notes\n")
    put(tmp_path, "anna/test01_networks.json", as_json(FACTS, FULL))
    put(tmp_path, "bob/hw01_backprop/hw01_backprop.ipynb", notebook("x = 1"))
    put(tmp_path, "bob/test01_networks/timestamp.txt", b"2026-10-12T21:40:00+03:00")
    found = {(one.student, one.assignment) for one in batch(tmp_path).submissions}
    assert found == {("anna", "hw01_backprop"), ("anna", "test01_networks"), ("bob", "hw01_backprop")}
    assert batch(tmp_path).unread == ()


def test_a_stray_file_that_may_be_a_sheet_is_told(tmp_path: Path) -> None:
    put(tmp_path, "anna/answers.json", as_json(FACTS, FULL))
    put(tmp_path, "bob/hw01_backprop.py", b"x = 1\n")
    assert [Path(path).name for path in batch(tmp_path).unread] == ["answers.json"]


def test_a_zip_with_a_sheet_inside(tmp_path: Path) -> None:
    (tmp_path / "anna").mkdir()
    with zipfile.ZipFile(tmp_path / "anna" / "test01_networks.zip", "w") as archive:
        archive.writestr("inner/test01_networks.json", as_json(FACTS, FULL))
        archive.writestr("inner/test01_networks.html", b"<!doctype html>")
    assert from_text(only(tmp_path).source or "").answers == FULL


def test_a_single_folder_and_a_single_file(tmp_path: Path) -> None:
    put(tmp_path, "my answers.json", as_json(FACTS, FULL))
    one = read_single(tmp_path, QUIZ, "anna", None)
    assert one is not None
    assert from_text(one.source or "").answers == FULL
    other = read_one(tmp_path / "my answers.json", QUIZ, "anna")
    assert (other.source, other.digest) == (one.source, one.digest)
