"""`grader final` on a gradebook: one student worked out, in both languages, and the class."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from grader.gradebook import open_gradebook
from grader.model import Extension, Override
from tests.unit.cli.running import lines
from tests.unit.graded_class import COURSE, RUN, card, fill, mark


@pytest.fixture
def gradebook(tmp_path: Path) -> Path:
    with closing(open_gradebook(tmp_path / "gradebook.sqlite")) as opened:
        fill(opened)
    return tmp_path / "gradebook.sqlite"


def final(gradebook: Path, *arguments: str) -> list[str]:
    return lines("final", *arguments, "--gradebook", str(gradebook))


def test_a_grade_is_worked_out_line_by_line(gradebook: Path) -> None:
    lines = final(gradebook, "anna")
    assert lines[:9] == [
        "anna  Анна Иванова",
        "Homework, weight 0.6",
        "  Backpropagation: 3 × 0.8 = 2.4 of 10 = 0.24",
        "    2 days late: 1 − 0.1 · 2 = 0.8",
        "  mean: 0.24",
        "Exam, weight 0.4",
        "  Exam: 8 of 10 = 0.8",
        "  mean: 0.8",
        "sum: 0.6 · 0.24 + 0.4 · 0.8 = 0.464",
    ]
    assert lines[9:] == [
        "× 10 = 4.64",
        "rounded half up: 5",
        "passed: 5 ≥ 4",
        "Nothing is still to come: the grade stands",
    ]


@pytest.mark.parametrize("called", ["anna", "Иванова Анна", "анна иванова", "Anna Ivanova"])
def test_a_student_may_be_called_by_name(gradebook: Path, called: str) -> None:
    assert final(gradebook, called, "--language", "ru")[-3:-1] == ["округляем, половина вверх: 5", "зачтено: 5 ≥ 4"]


def test_who_is_not_on_the_roster_is_told(gradebook: Path) -> None:
    assert final(gradebook, "boris") == ["boris: not on the roster of run run-1: write the student's id"]


def test_the_class_is_a_line_each(gradebook: Path) -> None:
    lines = final(gradebook)
    assert [line.split()[0] for line in lines] == ["homework", "anna", "bob", "=cmd"]
    assert lines[1].split() == ["anna", "0.24", "0.8", "4.64", "5", "passed", "Анна", "Иванова"]
    assert "held" in lines[2]
    assert lines[3].split()[1:6] == ["0", "0", "0", "0", "not"]


def test_what_the_exam_must_bring_stands_below(tmp_path: Path) -> None:
    with closing(open_gradebook(tmp_path / "g.sqlite")) as opened:
        opened.start(replace(RUN, course=replace(COURSE, roster=COURSE.roster[:2])))
        opened.append(RUN.id, card("anna"))
    lines = final(tmp_path / "g.sqlite", "anna")
    # 10 · (0.6 + 0.4 x) >= 7.5 at x = 3/8
    assert lines[-7:-1] == [
        "What is needed on: Exam",
        "  for 10: 8.75 of 10",
        "  for 9: 6.25 of 10",
        "  for 8: 3.75 of 10",
        "  for 7: 1.25 of 10",
        "  for 6 and below: already reached, even with 0",
    ]
    assert lines[-1] == "  to pass: already reached, even with 0"


def test_a_second_try_may_be_asked_about(gradebook: Path) -> None:
    lines = final(gradebook, "anna", "--on", "exam", "--language", "ru")
    # 10 · (0.144 + 0.4 x) >= 4.5 at x = 0.765
    assert lines[-8:-1] == [
        "Сколько нужно набрать (Экзамен)",
        "  на 6 и выше: уже не получить",
        "  на 5: 7.65 из 10",
        "  на 4: 5.15 из 10",
        "  на 3: 2.65 из 10",
        "  на 2: 0.15 из 10",
        "  на 1: уже есть, даже с нулём",
    ]
    assert final(gradebook, "anna", "--on", "midterm") == [
        "--on midterm: there is no such assignment: use one of hw01_backprop, exam"
    ]
    assert final(gradebook, "--on", "exam") == ["--on asks about one student: name the student"]


def test_what_a_person_decided_is_shown_and_counts(gradebook: Path) -> None:
    decision = Override(
        student="anna",
        assignment="hw01_backprop",
        task="linear",
        points=Fraction(9, 2),
        why="the statement was unclear",
        by="instructor",
        at=RUN.started + timedelta(days=1),
    )
    with closing(open_gradebook(gradebook)) as opened:
        opened.add_override(decision)
    lines = final(gradebook, "anna")
    # 2 points of 6 became 4.5, the second task keeps 1 of 4
    assert lines[2:5] == [
        "  Backpropagation: 5.5 × 0.8 = 4.4 of 10 = 0.44",
        "    linear: 4.5 points were set by hand: the statement was unclear",
        "    2 days late: 1 − 0.1 · 2 = 0.8",
    ]


def test_an_extension_given_since_the_grading_counts(gradebook: Path) -> None:
    ill = Extension(student="anna", assignment="all", hours=Fraction(24), why="ill")
    policy = replace(COURSE.policy, extensions=(ill,))
    with closing(open_gradebook(gradebook)) as opened:
        opened.start(
            replace(RUN, id="run-2", started=RUN.started + timedelta(days=1), course=replace(COURSE, policy=policy))
        )
        opened.add_marks([mark("anna", 9)])
    lines = final(gradebook, "anna")
    assert lines[2:5] == [
        "  Backpropagation: 3 × 0.9 = 2.7 of 10 = 0.27",
        "    1 day late: 1 − 0.1 · 1 = 0.9",
        "    own deadline, 24 h later: ill",
    ]
    assert "  Exam: 9 of 10 = 0.9" in lines
