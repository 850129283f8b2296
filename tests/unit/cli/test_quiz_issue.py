"""`grader quiz`: where papers are written, what is said of them, and what cannot be issued."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.quiz import command
from grader.errors import GraderError
from tests.unit import every_kind, tiny_course
from tests.unit.every_kind import ASSIGNMENT, QUESTIONS


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = every_kind.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False)


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_student_of_the_roster_gets_a_folder(course):
    said = run("issue", ASSIGNMENT)
    assert said.output == f"{ASSIGNMENT}: 3 papers, 12 files below papers/\n"
    names = set(written(Path("papers")))
    assert {f"{student}/{ASSIGNMENT}.html" for student in ("anna", "bob", "chen")} <= names
    assert len(names) == 12


def test_issued_once_more_it_is_the_same_and_only_for_whom_it_was_asked(course):
    run("issue", "--out", "one")
    run("issue", ASSIGNMENT, "--out", "two", "--student", "bob")
    once, twice = written(Path("one")), written(Path("two"))
    assert twice == {name: data for name, data in once.items() if name.startswith("bob/")}


def test_the_key_on_the_terminal_and_in_a_file(course):
    shown = run("key", ASSIGNMENT, "anna").output
    assert shown.startswith("# A small test: key\n\nStudent `anna`, variant `")
    assert run("key", ASSIGNMENT, "anna", "--out", "key.md").output == "written: key.md\n"
    assert Path("key.md").read_text(encoding="utf-8") == shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("issue", "test99"), f"there is no test 'test99' in course.toml: use one of {ASSIGNMENT}"),
        (("issue", "--student", "nobody"), "there is no student 'nobody' on the roster"),
        (("key", ASSIGNMENT, "nobody"), "there is no student 'nobody' on the roster"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(course, arguments, told):
    with pytest.raises(GraderError, match=told):
        run(*arguments)


def test_a_course_without_tests(tmp_path, monkeypatch):
    tiny_course.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GraderError, match='no assignment is a test: one that is has kind = "quiz"'):
        run("issue")


def test_two_students_never_share_a_folder(course):
    roster = course.parent / "roster.csv"
    roster.write_text(roster.read_text(encoding="utf-8") + "Anna,Anna Other,,en\n", encoding="utf-8")
    with pytest.raises(GraderError, match="'anna' and 'Anna' differ in the case of letters only"):
        run("issue")
    assert run("issue", "--student", "Anna").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (r"\tanh$ is", r"\tnah$ is", r"\$.tnah\$: .tnah is not known"),
        ('"total": reference', '"total": 1 // 0 * reference', "the paper of anna: ZeroDivisionError"),
    ],
)
def test_an_authors_slip_is_told_and_where(course, old, new, told):
    file = course.parent / "assignments" / ASSIGNMENT / "questions.py"
    assert old in QUESTIONS
    file.write_text(QUESTIONS.replace(old, new), encoding="utf-8")
    with pytest.raises(GraderError, match=rf"questions\.py.*{told}"):
        run("issue")
