import csv
import io
from dataclasses import replace

import pytest

from grader.exports import gradebook_csv
from grader.model import Student
from grader.scoring import course_grade
from tests.unit.graded_class import COURSE, DUE, NOW, card, held_tasks, mark, mixed_tasks


def rows(course=COURSE, now=NOW, cards=(), marks=()):
    grades = [course_grade(course, student.id, cards, marks, now) for student in course.roster]
    return list(csv.DictReader(io.StringIO(gradebook_csv.text(grades, course))))


def test_a_row_a_student_with_points_averages_and_the_grade():
    table = rows(cards=[card("anna", mixed_tasks())], marks=[mark("anna", 8), mark("bob", 5)])
    assert table[0] == {
        "student": "anna",
        "name": "Анна Иванова",
        "hw01_backprop": "3",
        "exam": "8",
        "homework_percent": "30",
        "exam_percent": "80",
        "course_exact": "5",
        "course_mark": "5",
        "passed": "yes",
    }


def test_missing_held_and_pending_are_three_facts():
    anna, bob, third = rows(cards=[card("bob", held_tasks())])
    assert [one["hw01_backprop"] for one in (anna, bob, third)] == ["missing", "held", "missing"]
    assert [one["exam"] for one in (anna, bob, third)] == ["pending"] * 3
    assert (anna["course_mark"], anna["passed"], anna["exam_percent"]) == ("0", "no", "")
    assert (bob["course_exact"], bob["course_mark"], bob["passed"]) == ("", "held", "")


def test_before_anything_counts_there_is_no_grade():
    anna = rows(now=DUE.replace(day=1))[0]
    assert (anna["hw01_backprop"], anna["course_exact"], anna["course_mark"]) == ("pending", "", "")


def test_a_held_work_beside_others_holds_the_mark():
    bob = rows(cards=[card("bob", held_tasks())], marks=[mark("bob", 7)])[1]
    assert (bob["course_exact"], bob["course_mark"], bob["passed"]) == ("7", "held", "")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1"])
def test_no_cell_becomes_a_formula(name):
    course = replace(COURSE, roster=(Student(id=name, name=name),))
    (row,) = rows(course)
    assert row["name"] == row["student"] == f"'{name.strip()}"


@pytest.mark.parametrize("name", ['O"Neil, Иван', "Ёлкина-Ли", ";", ""])
def test_any_name_keeps_to_its_cell(name):
    assert rows(replace(COURSE, roster=(Student(id="x", name=name),)))[0]["name"] == name


def test_a_name_on_two_lines_keeps_to_one():
    assert rows(replace(COURSE, roster=(Student(id="x", name="two\r\nlines"),)))[0]["name"] == "two lines"


def test_a_file_is_written_whole(tmp_path):
    gradebook_csv.write([course_grade(COURSE, "anna", [], [], NOW)], COURSE, tmp_path / "out" / "gradebook.csv")
    lines = (tmp_path / "out" / "gradebook.csv").read_bytes().decode("utf-8").splitlines()
    assert lines[0].startswith("student,name,hw01_backprop,exam,")
    assert lines[1].startswith("anna,Анна Иванова,missing,pending,")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["gradebook.csv"]
