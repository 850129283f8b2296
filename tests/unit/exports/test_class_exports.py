"""The class for other programs, read again by the csv module: names stay whole, nothing runs, no zero is made up."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from grader.exports import gradebook_csv, gradescope_grades, moodle_gradebook, nbgrader_csv
from grader.exports.cells import RUSSIAN_EXCEL, text_cell, written
from grader.exports.names import last_and_first
from grader.model import Assignment, Extension
from grader.reports import ClassTable
from grader.scoring import course_grade
from tests.unit.exports.nasty_class import DUE, POLICY, cards, table
from tests.unit.graded_class import NOW, mark


def read(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def moodle(of=None, wanted=("hw01_backprop", "exam"), identity="username", mark=".", zeros=False):
    of = of or table()
    return moodle_gradebook.make(of.grades, of.course, list(wanted), identity, mark=mark, zeros=zeros)


def class_of(of: ClassTable, assignments: tuple[Assignment, ...]) -> ClassTable:
    """The class, graded anew in a course with other assignments."""
    course = replace(of.course, assignments=assignments)
    graded = [course_grade(course, row.student.id, [], [mark("anna", 8)], NOW) for row in of.rows]
    rows = tuple(replace(row, grade=grade) for row, grade in zip(of.rows, graded, strict=True))
    return replace(of, run=replace(of.run, course=course), rows=rows)


def test_moodle_gets_points_or_no_grade():
    rows = {row["username"]: (row["hw01_backprop"], row["exam"]) for row in read(moodle().text)}
    assert rows == {
        "anna": ("2.4", "8"),
        "bob": ("-", "-"),  # held, missing
        "dora": ("-", "-"),
        "eva": ("-", "-"),
        "fedor": ("10", "-"),  # the mark was withdrawn
    }


def test_moodle_gets_zeros_where_they_are_asked_for_and_the_course_counts_them():
    rows = {row["username"]: (row["hw01_backprop"], row["exam"]) for row in read(moodle(zeros=True).text)}
    assert rows["bob"] == ("-", "0") and rows["dora"] == ("0", "0") and rows["fedor"] == ("10", "0")
    lenient = table(replace(POLICY, missing="excluded"))
    assert {row["hw01_backprop"] for row in read(moodle(lenient, zeros=True).text)} == {"2.4", "-", "10"}


def test_a_bonus_that_was_left_out_is_no_zero():
    of = table()
    homework, exam = of.course.assignments
    lenient = class_of(of, (replace(homework, bonus=True), exam))
    rows = {row["username"]: (row["hw01_backprop"], row["exam"]) for row in read(moodle(lenient, zeros=True).text)}
    assert rows["dora"] == ("-", "0")


def test_what_is_not_due_is_never_a_zero():
    early = table(now=DUE - timedelta(days=30), marks=())
    rows = {row["username"]: (row["hw01_backprop"], row["exam"]) for row in read(moodle(early, zeros=True).text)}
    assert rows["dora"] == ("-", "-")


def test_moodle_finds_users_as_chosen_and_the_others_are_named():
    by_email = moodle(identity="email", mark=",")
    rows = read(by_email.text)
    assert [row["email"] for row in rows] == ["a.ivanova@example.edu", "bob@example.edu", "f.petrov@example.edu"]
    assert rows[0]["hw01_backprop"] == "2,4"
    assert by_email.students == 3
    assert [one.partition(":")[0] for one in by_email.remarks] == ["=cmd", "dora", "eva"]
    assert moodle(identity="idnumber").text.startswith("idnumber,hw01_backprop,exam\nanna,2.4,8\n")


def test_moodle_gets_the_mark_of_the_course():
    rows = {row["username"]: row["course_mark"] for row in read(moodle(wanted=["course"]).text)}
    assert (rows["anna"], rows["bob"], rows["fedor"]) == ("5", "-", "6")


def test_nbgraders_columns_agree_with_each_other():
    of = table()
    rows = read(nbgrader_csv.text(of.grades, of.course, cards(of)))
    assert list(rows[0]) == list(nbgrader_csv.COLUMNS)
    assert len(rows) == 12
    assert rows[0] == {
        "assignment": "hw01_backprop",
        "duedate": "2026-10-05 20:59:00",
        "timestamp": "2026-10-07 02:59:00",
        "student_id": "anna",
        "last_name": "Иванова",
        "first_name": "Анна Сергеевна",
        "email": "a.ivanova@example.edu",
        "raw_score": "3",
        "late_submission_penalty": "0.6",
        "score": "2.4",
        "max_score": "10",
    }
    for row in rows:
        scores = [row[name] for name in ("raw_score", "late_submission_penalty", "score")]
        assert scores == ["", "", ""] or Fraction(scores[0]) - Fraction(scores[1]) == Fraction(scores[2])
    assert [row["score"] for row in rows[:6]] == ["2.4", "", "", "", "", "10"]
    zeros = read(nbgrader_csv.text(of.grades, of.course, cards(of), zeros=True))
    assert [row["score"] for row in zeros[:6]] == ["2.4", "", "0", "0", "0", "10"]


def test_gradescopes_columns_are_keyed_as_its_roster():
    of = table()
    rows = read(gradescope_grades.text(of.grades, of.course, cards(of)))
    anna, bob, *_, fedor = rows
    assert (anna["SID"], anna["Email"], anna["Name"]) == ("anna", "a.ivanova@example.edu", "Иванова Анна Сергеевна")
    assert (anna["hw01_backprop"], anna["hw01_backprop - Max Points"]) == ("2.4", "10")
    assert anna["hw01_backprop - Lateness (H:M:S)"] == anna["Total Lateness (H:M:S)"] == "30:00:00"
    assert anna["hw01_backprop - Submission Time"] == "2026-10-07 02:59:00 +0000"
    assert (bob["hw01_backprop"], bob["Name"]) == ("", 'O"Neil, Bob; Jr.')
    assert (fedor["exam"], fedor["Total Lateness (H:M:S)"]) == ("", "00:00:00")


def test_whoever_has_more_time_is_not_late_at_gradescope():
    more = Extension(student="anna", assignment="all", why="ill", hours=Fraction(29))
    of = table(replace(POLICY, extensions=(more,)))
    anna = read(gradescope_grades.text(of.grades, of.course, cards(of)))[0]
    assert anna["hw01_backprop - Lateness (H:M:S)"] == "01:00:00"


def test_russian_excel_gets_semicolons_decimal_commas_and_a_byte_order_mark(tmp_path):
    of = table()
    gradebook_csv.write(of.grades, of.course, tmp_path / "class.csv", RUSSIAN_EXCEL)
    raw = (tmp_path / "class.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == raw.count(b"\n") == 7
    rows = read(raw.decode("utf-8-sig"), ";")
    assert (rows[0]["hw01_backprop"], rows[0]["course_exact"]) == ("2,4", "4,64")
    assert [row["hw01_backprop"] for row in rows] == ["2,4", "held", "missing", "missing", "missing", "10"]
    assert [row["name"] for row in rows] == [
        "Иванова Анна Сергеевна",
        'O"Neil, Bob; Jr.',
        '\'=HYPERLINK("http://evil")',
        "Ёлкина-Ли Дора",
        "'＠SUM(A1)",
        "García López, Lucía",
    ]


def test_in_no_file_does_a_text_begin_as_a_formula():
    of = table()
    files = [
        written([]),
        nbgrader_csv.text(of.grades, of.course, cards(of)),
        gradescope_grades.text(of.grades, of.course, cards(of)),
        gradebook_csv.text(of.grades, of.course),
        moodle(identity="email").text.replace(",-", ","),  # Moodle's word for no grade
        moodle().text.replace(",-", ","),
    ]
    for text in files:
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not [cell for cell in row if cell.lstrip().startswith(tuple("=+-@＝＋－＠\t\r"))]


@examples(st.text(alphabet="=+-@＝＋－＠\t\r\n\v\u2028\u200b\u202e '\"aЁ;,", max_size=8))
def test_any_text_is_one_line_that_no_spreadsheet_runs(text):
    ((cell,),) = csv.reader(io.StringIO(written([["x" + text_cell(text)]]), newline=""), strict=True)
    assert cell == "x" + text_cell(text)
    assert not text_cell(text).startswith(tuple("=+-@＝＋－＠\t\r\n"))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Иванова Анна Сергеевна", ("Иванова", "Анна Сергеевна")),
        ("Анна Сергеевна Иванова", ("Иванова", "Анна Сергеевна")),
        ("García López, Lucía", ("García López", "Lucía")),
        ("Camille Dubois", ("Camille Dubois", "")),  # which is which, the name does not show
        ("", ("", "")),
    ],
)
def test_a_name_is_parted_only_where_it_shows_how(name, parts):
    assert last_and_first(name) == parts
