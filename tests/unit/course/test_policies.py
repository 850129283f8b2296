"""The keys of `course.toml` that say how points become a grade: read exactly, and told where they cannot be meant."""

from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest

from grader.course import load
from grader.errors import GraderError
from grader.model import Extension
from tests.unit import tiny_course

HOMEWORK = 'title = { ru = "Домашние задания", en = "Homework" }\n'
ENTRY = 'name = "hw00_warmup"\n'
EXTENSION = """
[[extensions]]
student = "anna"
assignment = "hw00_warmup"
hours = 48
why = "ill"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny_course.write(tmp_path).parent


def change(root: Path, old: str, new: str, file: str = "course.toml") -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def add(root: Path, text: str) -> None:
    with (root / "course.toml").open("a", encoding="utf-8") as stream:
        stream.write(text)


def complaint(root: Path) -> str:
    with pytest.raises(GraderError) as caught:
        load(root / "course.toml")
    text = str(caught.value)
    assert text.startswith(f"{root}/course.toml: key ")
    assert "\n" not in text
    return text.removeprefix(f"{root}/course.toml: key ")


def test_every_key_is_read_exactly(root: Path) -> None:
    change(root, HOMEWORK, f"{HOMEWORK}cap = 1.2\nminimum = 0.4\n")
    change(root, "points = 10\n", "points = 10\nbonus_points = 1.5\n")
    add(root, EXTENSION)
    add(root, EXTENSION.replace("hours = 48", "due = 2026-10-09T12:00:00+03:00").replace('"anna"', '"bob"'))
    add(root, EXTENSION.replace('"hw00_warmup"', '"all"').replace("48", "0.1"))
    course = load(root / "course.toml").course
    homework, exam = course.categories
    assert (homework.cap, homework.minimum, homework.drop_lowest) == (Fraction(6, 5), Fraction(2, 5), 0)
    assert (exam.cap, exam.minimum) == (1, 0)
    assert course.assignment("exam").bonus_points == Fraction(3, 2)
    until = datetime(2026, 10, 9, 12, tzinfo=timezone(timedelta(hours=3)))
    assert course.policy.extensions == (
        Extension(student="anna", assignment="hw00_warmup", hours=Fraction(48), why="ill"),
        Extension(student="bob", assignment="hw00_warmup", due=until, why="ill"),
        Extension(student="anna", assignment="all", hours=Fraction(1, 10), why="ill"),
    )


def test_a_category_may_drop_and_an_assignment_be_a_bonus(root: Path) -> None:
    exam = 'kind = "external"\ntitle = { ru = "Э", en = "E" }\npoints = 5\ncategory = "exam"\n'
    add(root, f'[[assignments]]\nname = "exam2"\n{exam}')
    add(root, f'[[assignments]]\nname = "extra"\nbonus = true\n{exam}')
    change(root, 'title = { ru = "Экзамен", en = "Exam" }\nweight', 'title = {ru="Э", en="E"}\ndrop_lowest = 1\nweight')
    course = load(root / "course.toml").course
    assert [(one.name, one.bonus) for one in course.assignments][2:] == [("exam2", False), ("extra", True)]
    assert course.categories[1].drop_lowest == 1
    change(root, "drop_lowest = 1", "drop_lowest = 2")
    assert complaint(root) == ("categories.exam.drop_lowest: would drop 2 of 2 assignments: write a number below 2")


def test_the_points_of_bonus_tasks_come_on_top(root: Path) -> None:
    facts = f"assignments/{tiny_course.ASSIGNMENT}/assignment.toml"
    change(root, "points = 10", "points = 4", facts)
    change(root, 'builds_on = ["halve"]', 'builds_on = ["halve"]\nbonus = true', facts)
    homework = load(root / "course.toml").course.assignment(tiny_course.ASSIGNMENT)
    assert (homework.points, homework.bonus_points, homework.tasks[1].bonus) == (4, 6, True)
    change(root, "points = 4", "points = 10", facts)
    with pytest.raises(GraderError, match="key points: the tasks without bonus add up to 4, not 10: correct one"):
        load(root / "course.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (HOMEWORK, f"{HOMEWORK}drop_lowest = -1\n", "categories.homework.drop_lowest: must not be negative: write 0"),
        (HOMEWORK, f"{HOMEWORK}drop_lowest = 1\n", "categories.homework.drop_lowest: would drop 1 of 1 assignments"),
        (HOMEWORK, f"{HOMEWORK}drop_lowest = 0.5\n", "categories[1].drop_lowest: "),
        (HOMEWORK, f"{HOMEWORK}cap = 0\n", "categories.homework.cap: must be more than 0: write 1 for 100 %"),
        (HOMEWORK, f"{HOMEWORK}minimum = 1.1\n", "categories.homework.minimum: a share, write a number from 0 to the"),
        (HOMEWORK, f"{HOMEWORK}minimum = 4\n", "categories.homework.minimum: a share, write a number from 0 to the"),
        (HOMEWORK, f"{HOMEWORK}minimum = -0.1\n", "categories.homework.minimum: a share, write a number from 0"),
        (HOMEWORK, f"{HOMEWORK}droplowest = 1\n", "categories[1].droplowest: there is no such key: remove it or"),
        (ENTRY, f"{ENTRY}bonus = true\n", "categories.homework: all its assignments are bonus, they would add to"),
        (ENTRY, f"{ENTRY}bonus_points = 2\n", "assignments.hw00_warmup: title and points stand in its assignment"),
        (
            "points = 10\n",
            "points = 10\nbonus_points = -1\n",
            "assignments.exam.bonus_points: points above the maximum",
        ),
        (
            "late_floor = 0.5\n",
            'late_floor = 0.5\n[[policy.extensions]]\nstudent = "a"\nassignment = "all"\nwhy = "x"\n',
            "policy.extensions: write them as tables [[extensions]] of the file itself",
        ),
    ],
)
def test_a_setting_that_cannot_be_meant_is_told(root: Path, old: str, new: str, said: str) -> None:
    change(root, old, new)
    assert complaint(root).startswith(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"anna"', '"nobody"', "extensions[1].student: 'nobody' is not on the roster: write the student's id"),
        (
            '"hw00_warmup"',
            '"hw99"',
            "extensions[1].assignment: there is no assignment 'hw99': use \"all\" or one of hw",
        ),
        ('"hw00_warmup"', '"exam"', "extensions[1].assignment: exam has no deadline: remove the extension"),
        ('"ill"', '" "', "extensions[1].why: say why, for whoever asks a year later"),
        ('why = "ill"', "", "extensions[1].why: this key is required: add it"),
        ("hours = 48", "", "extensions[1]: needs either due or hours: write one of them"),
        ("hours = 48", "hours = 48\ndue = 2026-10-09T12:00:00+03:00", "extensions[1]: needs either due or hours"),
        ("hours = 48", "hours = 0", "extensions[1].hours: must be more than 0 and at most 8784"),
        ("hours = 48", "hours = 1e9", "extensions[1].hours: must be more than 0 and at most 8784"),
        ("hours = 48", "days = 2", "extensions[1].days: there is no such key: remove it or correct"),
        ("hours = 48", "due = 2026-10-09T12:00:00", "extensions[1].due: add the time zone, as in"),
        (
            "hours = 48",
            "due = 2026-10-05T20:59:00Z",
            "extensions[1].due: the deadline of all is 2026-10-05T23:59:00+03:00: write a later time",
        ),
    ],
)
def test_an_extension_that_cannot_be_meant_is_told(root: Path, old: str, new: str, said: str) -> None:
    add(root, EXTENSION.replace(old, new))
    assert complaint(root).startswith(said)


def test_a_part_of_the_class_may_be_graded_with_a_roster_of_its_own(root: Path) -> None:
    add(root, EXTENSION)
    (root / "group.csv").write_text("student,name\nbob,Bob\n", encoding="utf-8")
    assert load(root / "course.toml", root / "group.csv").course.policy.extensions
