"""The workbook, read again by openpyxl."""

import io
from dataclasses import replace

import openpyxl

from grader.exports import xlsx
from tests.unit.exports.nasty_class import NOW, cards, table


def book(of=None):
    of = of or table()
    return openpyxl.load_workbook(io.BytesIO(xlsx.workbook(of.grades, of.course, cards(of), NOW)))


def rows(sheet):
    header, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in others]


def test_numbers_are_numbers_and_facts_are_texts():
    read = rows(book()["class"])
    assert [row["hw01_backprop"] for row in read] == [2.4, "held", "missing", "missing", "missing", 10]
    assert read[0] == {
        "student": "anna",
        "name": "Иванова Анна Сергеевна",
        "hw01_backprop": 2.4,
        "exam": 8,
        "homework_percent": 24,
        "exam_percent": 80,
        "course_exact": 4.64,
        "course_mark": 5,
        "passed": "yes",
    }
    assert (read[1]["course_mark"], read[1]["passed"]) == ("held", None)


def test_an_assignment_has_a_sheet_of_its_tasks():
    workbook = book()
    assert workbook.sheetnames == ["class", "hw01_backprop"]
    anna, bob, third, *_ = rows(workbook["hw01_backprop"])
    assert (anna["linear"], anna["dropout"], anna["earned"]) == (2, 1, 3)
    assert (anna["late_days"], anna["late_factor"], anna["points"], anna["maximum"]) == (2, 0.8, 2.4, 10)
    assert (bob["linear"], bob["dropout"], bob["earned"], bob["points"]) == ("held", 4, None, "held")
    assert (third["linear"], third["points"]) == (None, "missing")


def test_no_text_is_a_formula_and_every_name_is_whole():
    for sheet in book():
        assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
        names = [row["name"] for row in rows(sheet)]
        assert names[1:4] == ['O"Neil, Bob; Jr.', '=HYPERLINK("http://evil")', "Ёлкина-Ли Дора"]
        assert not [cell for row in sheet for cell in row if cell.hyperlink]


def test_the_header_stays_in_sight_and_filters():
    for sheet in book():
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_any_assignment_finds_a_name_for_its_sheet():
    of = table()
    homework = of.course.assignments[0]
    long = [replace(homework, name=name, tasks=()) for name in ("x" * 40 + "1", "x" * 40 + "2", "a/b[c]:'", "Class")]
    of_many = replace(of.course, assignments=tuple(long))
    grades = [
        replace(grade, categories=(replace(grade.categories[0], assignments=tuple(
            replace(grade.categories[0].assignments[0], assignment=one.name) for one in long
        )), grade.categories[1]))
        for grade in of.grades
    ]  # fmt: skip
    names = openpyxl.load_workbook(io.BytesIO(xlsx.workbook(grades, of_many, {}, NOW))).sheetnames
    assert names == ["class", "x" * 31, "x" * 29 + " 2", "a b c", "Class 2"]
