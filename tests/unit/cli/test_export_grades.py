"""`grader export` of grades: from a gradebook in a file to what other programs take."""

import csv
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from grader.gradebook import open_gradebook
from grader.model import Student
from tests.unit.cli.running import lines
from tests.unit.graded_class import COURSE, RUN, card, held_tasks, mark, mixed_tasks

ROSTER = (
    Student(id="anna", name="Иванова Анна Сергеевна", email="a.ivanova@example.edu"),
    Student(id="bob", name='O"Neil, Bob', email="bob@example.edu", aliases=("1000002",)),
    Student(id="chen", name="Chen Wei", email="chen@example.edu"),
)
WORKSHEET = """\
Идентификатор,Полное имя,Адрес электронной почты,Состояние,Оценка,Максимальная оценка,Оценка может быть изменена,\
Последнее изменение (оценка)
Участник 1000001,Анна Иванова,,Нет ответа,,"10,00",Да,-
Участник 1000002,Somebody Else,,,,"10,00",Да,-
Участник 1000003,Вэй Ч.,CHEN@example.edu,,,"10,00",Да,-
Участник 1000004,Пётр Чужой,p@example.edu,,"5,00","10,00",Да,-
"""
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Backpropagation (71),Final score (72)
    Points Possible,,,,,10,10
"Ivanova, Anna",1,,,x,,
"O'Neil, Bob",2,,bob,x,,
"Wei, Chen",3,chen,,x,,
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    with closing(open_gradebook(tmp_path / "gradebook.sqlite")) as opened:
        opened.start(replace(RUN, course=replace(COURSE, roster=ROSTER)))
        opened.append(RUN.id, card("anna", mixed_tasks()))
        opened.append(RUN.id, card("bob", held_tasks()))
        opened.append(RUN.id, card("chen"))
        opened.add_marks([mark("anna", 8), mark("chen", 7)])
    return tmp_path


def export(*arguments: str) -> list[str]:
    return lines("export", *arguments)


def table(path: str, delimiter: str = ",") -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=True))


def test_a_russian_worksheet_is_filled_in_beside_the_one_that_was_downloaded(here: Path) -> None:
    (here / "sheet.csv").write_text(WORKSHEET, encoding="utf-8")
    said = export("moodle-worksheet", "sheet.csv", "--assignment", "hw01_backprop")
    assert said == [
        "written: sheet_filled.csv: 2 grades, 1 held",
        "line 5: Пётр Чужой: nobody on the roster is meant, left as it is",
    ]
    # By the name, not held back by a patronymic; by an alias, but held; by the address.
    assert (here / "sheet_filled.csv").read_text(encoding="utf-8") == WORKSHEET.replace(
        'Нет ответа,,"10', 'Нет ответа,3,"10'
    ).replace('CHEN@example.edu,,,"10', 'CHEN@example.edu,,10,"10')


def test_a_map_says_who_is_whom_and_who_is_nobody(here: Path) -> None:
    (here / "sheet.csv").write_text(WORKSHEET, encoding="utf-8")
    (here / "who.csv").write_text("name,student\nПётр Чужой,chen\nУчастник 1000003,-\n", encoding="utf-8")
    said = export("moodle-worksheet", "sheet.csv", "--assignment", "exam", "--map", "who.csv")
    assert said == ["written: sheet_filled.csv: 2 grades, 1 missing"]
    assert [row["Оценка"] for row in table("sheet_filled.csv")] == ["8", "", "", "7"]


def test_who_could_be_meant_is_told(here: Path) -> None:
    double = CANVAS.replace("3,chen,,x", "3,,,x").replace('"Ivanova, Anna",1', '"Wei, Chen",1')
    (here / "canvas.csv").write_text(double, encoding="utf-8")
    assert "line 3: Wei, Chen: it may be chen, left as it is" in export("canvas", "canvas.csv")


def test_canvas_gets_assignments_and_the_mark_of_the_course(here: Path) -> None:
    (here / "canvas.csv").write_text(CANVAS, encoding="utf-8")
    said = export("canvas", "canvas.csv", "--column", "course=72", "--out", "out/back.csv")
    assert said == [
        "written: out/back.csv: 4 grades, 2 held",
        "course: column Final score (72)",
        "hw01_backprop: column Backpropagation (71)",
        "not in the file: exam",
    ]
    assert [(row["Backpropagation (71)"], row["Final score (72)"]) for row in table("out/back.csv")] == [
        ("10", "10"),
        ("3", "5"),
        ("", ""),
        ("10", "9"),
    ]


def test_new_files_are_written_and_said(here: Path) -> None:
    assert export("csv", "--dialect", "russian-excel") == ["written: build/gradebook.csv: 3 students"]
    assert [row["hw01_backprop"] for row in table("build/gradebook.csv", ";")] == ["3", "held", "10"]
    assert export("nbgrader", "--missing", "policy") == ["written: build/nbgrader.csv: 3 students, 2 assignments"]
    assert [row["score"] for row in table("build/nbgrader.csv")] == ["3", "", "10", "8", "0", "7"]
    assert export("gradescope-grades") == ["written: build/gradescope.csv: 3 students, 2 assignments"]
    assert [row["exam"] for row in table("build/gradescope.csv")] == ["8", "", "7"]
    assert export("moodle", "--decimal", "comma") == [
        "written: build/moodle_grades.csv: 3 of 3 students; map email, then each column"
    ]
    assert table("build/moodle_grades.csv")[1] == {"email": "bob@example.edu", "hw01_backprop": "-", "exam": "-"}
    assert export("moodle", "--grades", "mark", "--identity", "username")[0].startswith("written")
    assert table("build/moodle_grades.csv")[0] == {"username": "anna", "course_mark": "5"}
    assert export("xlsx") == ["written: build/gradebook.xlsx: 3 students"]
    assert openpyxl.load_workbook("build/gradebook.xlsx")["class"]["C4"].value == 10


def test_marks_that_may_still_move_and_strangers_are_told(here: Path) -> None:
    with closing(open_gradebook(here / "young.sqlite")) as opened:
        opened.start(replace(RUN, course=replace(COURSE, roster=ROSTER)))
        opened.append(RUN.id, card("anna"))
        opened.append(RUN.id, card("zoe"))
    said = export("moodle", "--grades", "mark", "--gradebook", "young.sqlite", "--out", "marks.csv")
    assert said == [
        "not on the roster, so counted for nobody: zoe; if it is a student's, map it with --map or add an alias",
        "written: marks.csv: 3 of 3 students; map email, then each column",
        "the mark of 3 students is as of now: something is still to come or to be decided",
    ]
    assert [row["course_mark"] for row in table("marks.csv")] == ["10", "0", "0"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("csv", "--gradebook", "nowhere.sqlite"), "nowhere.sqlite"),
        (("moodle-worksheet", "sheet.csv", "--assignment", "hw9"), "use one of hw01_backprop, exam, course"),
        (("moodle-worksheet", "none.csv", "--assignment", "exam"), "none.csv: cannot be read"),
        (("canvas", "canvas.csv", "--column", "exam"), "write it as NAME=ID"),
        (("csv", "--out", "gradebook.sqlite/x.csv"), "name another file with --out"),
    ],
)
def test_what_is_wrong_is_one_line(here: Path, arguments: tuple[str, ...], why: str) -> None:
    (here / "canvas.csv").write_text(CANVAS, encoding="utf-8")
    (line,) = export(*arguments)
    assert why in line
