"""A test on the command line: graded, heard, audited, and not checked at home."""

import html
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import load
from grader.judge import course_secret
from grader.quiz import variant_id
from tests.unit import tiny_quiz
from tests.unit.cli.running import run
from tests.unit.quiz import sitting
from tests.unit.tiny_quiz import QUIZ, as_json, as_markdown

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(tiny_quiz.write(tmp_path).parent)
    secret = course_secret(tmp_path / ".grader" / "secret")
    monkeypatch.setattr(sitting, "SECRET", secret)

    def text(*arguments: str) -> tuple[int, str]:
        status, said = run(*arguments)
        return status, "\n".join(said)

    return text


def hand_in(student: str, owner: str = "", **changes: str) -> str:
    material = load(Path("course.toml")).material(QUIZ)
    answers = sitting.right_answers(material, owner or student) | {"line.code": ""}
    answers |= {name.replace("__", "."): text for name, text in changes.items()}
    variant = variant_id(sitting.SECRET, QUIZ, owner or student)
    path = Path("in") / student / f"{QUIZ}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_json({"assignment": QUIZ, "student": student, "variant": variant}, answers))
    return str(path)


def test_a_class_is_graded_and_a_foreign_variant_told_with_its_owner(command: Command) -> None:
    hand_in("anna", survivors__mean="много")
    hand_in("bob", owner="anna")
    code, said = command("autograde", "in", "--assignment", QUIZ)
    assert code == 0
    assert f"bob {QUIZ}: handed in the variant of anna" in said
    code, said = command("report", "--out", "reports")
    assert code == 0
    of_anna, of_bob = (
        " ".join(html.unescape(page.read_text("utf-8")) for page in Path("reports", "students", who).glob(f"{QUIZ}*"))
        for who in ("anna", "bob")
    )
    assert "много</code> не удалось прочитать как число" in of_anna
    assert "another student's variant" in of_bob
    assert "anna" not in of_bob.casefold()


def test_an_appeal_shows_what_was_read_and_what_was_expected(command: Command) -> None:
    file = hand_in("anna", survivors__mean="−1,5", line__code="out = x")
    code, said = command("appeal", "anna", file)
    assert code == 0
    assert "survivors.mean (hidden), 2 points" in said
    assert "answer: -1.5" in said
    assert "survivors.total" not in said
    assert "scaled_by_the_rate (hidden), 2 points" in said
    code, said = command("appeal", "bob", file)
    assert (code, "other_variant" in said) == (2, False)
    assert "refused, so there is nothing to hear (it is anna's variant); the student is told: this is the " in said
    foreign = Path(file).read_text(encoding="utf-8").replace(variant_id(sitting.SECRET, QUIZ, "anna"), "ffffffffff")
    Path(file).write_text(foreign, encoding="utf-8")
    code, said = command("appeal", "anna", file)
    assert (code, "unknown_variant" in said, "a variant that nobody in this course was given" in said) == (
        2,
        False,
        True,
    )
    Path(file).write_bytes(b"{")
    code, said = command("appeal", "anna", file)
    assert (code, "sheet_cut_off" in said, "the answer sheet breaks off" in said) == (2, False, True)


def test_the_audit_tells_what_to_mend_and_its_exit_status_does_too(command: Command) -> None:
    code, said = command("audit", QUIZ, "--seeds", "20")
    assert "20 of 20 papers differ" in said
    assert "blind guessing earns" in said
    assert code == int("WRONG" in said)
    file = Path("assignments") / QUIZ / "questions.py"
    file.write_text(file.read_text(encoding="utf-8").replace('"bounded": "sigmoid"', '"bounded": "sine"'), "utf-8")
    code, said = command("audit", QUIZ, "--seeds", "5")
    assert code == 1
    assert "WRONG  activations: activations: bounded: the answer 'sine' is not among the options" in said


@pytest.mark.parametrize(("form", "suffix"), [(as_json, "json"), (as_markdown, "md")])
def test_a_sheet_is_not_checked_at_home(command: Command, form: Callable[..., bytes], suffix: str) -> None:
    Path(f"sheet.{suffix}").write_bytes(form({"assignment": QUIZ}, {"a.b": "1"}))
    code, said = command("check", f"sheet.{suffix}", "--language", "en")
    assert code == 2
    assert "answer sheet of a test" in said
