"""Worksheets as Moodle writes them, in both languages, filled in and read as Moodle's importer reads them."""

import csv
import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.exports import moodle_worksheet as worksheet
from grader.exports.filling import Class
from tests.unit.exports.nasty_class import table

ENGLISH = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)
RUSSIAN = (
    "Идентификатор,Полное имя,Адрес электронной почты,Состояние,Оценка,Максимальная оценка,"
    "Оценка может быть изменена,Последнее изменение (ответ),Последнее изменение (оценка),Отзыв в виде комментария"
)
WORDS = {"en": ("Participant ", "10.00", "Yes", "No"), "ru": ("Участник ", '"10,00"', "Да", "Нет")}
MATCHED = {"1000001": "anna", "1000002": "bob", "1000003": "fedor", "1000004": "dora", "1000005": "nobody"}


def rows(language: str) -> list[str]:
    word, ten, yes, no = WORDS[language]
    return [
        f'{word}1000001,"Иванова, Анна",a.ivanova@example.edu,"Сдано, поздно",,{ten},{yes},'
        '"Monday, 5 October 2026, 9:00 PM","-","<p>=1+1 ""так""\r\nвторая строка</p>"',
        f'{word}1000002,"O""Neil, Bob",bob@example.edu,,"7",{ten},{yes},-,-,',
        f"{word}1000003,Lucía García López ,f.petrov@example.edu,,3,{ten},{no},-,-,",
        f'{word}1000004,Ёлкина-Ли Дора,,,"",{ten},{yes},-,-,',
        f"{word}1000005,=cmd|' /C calc'!A0,x@example.edu,,4,{ten},{yes},-,-,",
    ]


def write(tmp_path: Path, language: str, lines: list[str] | None = None) -> Path:
    path = tmp_path / "worksheet.csv"
    header = ENGLISH if language == "en" else RUSSIAN
    path.write_bytes(b"\xef\xbb\xbf" + "\n".join([header, *(lines or rows(language)), ""]).encode("utf-8"))
    return path


def fill(path: Path, target: str = "hw01_backprop", *, of=None, **options):
    of, sheet = of or table(), worksheet.read(path)
    matched = {
        claim.label: student
        for claim in sheet.claims()
        for number, student in MATCHED.items()
        if number in claim.numbers and student != "nobody"
    }
    return worksheet.fill(sheet, target, Class(course=of.course, grades=of.grades, matched=matched, **options))


def as_moodle(data: bytes, language: str) -> dict[str, float | None]:
    """Participant → grade, by the rules of the importer: the headers of the language, the length of the word, and
    the locale's decimal mark; what stands behind the number is not looked at."""
    read = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    id_header, grade_header = ("Identifier", "Grade") if language == "en" else ("Идентификатор", "Оценка")
    found: dict[str, float | None] = {}
    for row in read:
        text = row[grade_header].strip()
        number = row[id_header][len(WORDS[language][0]) :]
        found[number] = float(text.replace("," if language == "ru" else ".", ".")) if text else None
    return found


@pytest.mark.parametrize("language", ["en", "ru"])
def test_grades_arrive_and_every_other_byte_is_moodles(tmp_path, language):
    path = write(tmp_path, language)
    filled = fill(path)
    assert as_moodle(filled.data, language) == {
        "1000001": 2.4,  # late
        "1000002": 7,  # held here: what stands there stays
        "1000003": 3,  # cannot be changed
        "1000004": None,  # missing is not 0
        "1000005": 4,  # nobody of ours
    }
    before, after = path.read_bytes(), filled.data
    text = '"2,4"' if language == "ru" else "2.4"
    ten = '"10,00"' if language == "ru" else "10.00"
    assert after == before.replace(f'поздно",,{ten}'.encode(), f'поздно",{text},{ten}'.encode(), 1) != before
    assert (filled.written, filled.same, filled.without) == (1, 0, {"held": 1, "missing": 1})


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_was_left_is_told_with_its_line(tmp_path, language):
    told = {one.line: one.text for one in fill(write(tmp_path, language)).remarks}
    assert told[4] == "bob, hw01_backprop is held here, 7 there: left as it is"  # anna's row takes two lines
    assert told[5] == "fedor: Moodle says that the grade cannot be changed, left as it is"
    assert told[7] == "=cmd|' /C calc'!A0: nobody on the roster is meant, left as it is"
    assert told[0] == "on the roster, but not in the file: =cmd, eva"
    assert 6 not in told  # dora has nothing, here and there


def test_filled_in_again_nothing_changes(tmp_path):
    path = write(tmp_path, "ru")
    path.write_bytes(once := fill(path).data)
    again = fill(path)
    assert (again.data, again.written, again.same) == (once, 0, 1)


def test_missing_work_is_0_where_it_is_asked_for_and_the_course_counts_it_so(tmp_path):
    assert as_moodle(fill(write(tmp_path, "en"), zeros=True).data, "en")["1000004"] == 0
    lenient = table(replace(table().course.policy, missing="excluded"))
    assert as_moodle(fill(write(tmp_path, "en"), zeros=True, of=lenient).data, "en")["1000004"] is None


def test_a_cell_in_quotes_stays_in_quotes(tmp_path):
    path = write(tmp_path, "en")
    assert fill(path, zeros=True).data.count(b"1000004," + "Ёлкина-Ли Дора".encode() + b',,,"0",10.00') == 1


def test_another_maximum_is_told_or_converted(tmp_path):
    hundred = [row.replace("10.00", "100.00") for row in rows("en")]
    path = write(tmp_path, "en", hundred)
    assert as_moodle(fill(path).data, "en")["1000001"] == 2.4
    assert any("the maximum is 100 there, 10 here" in one.text for one in fill(path).remarks)
    converted = fill(path, scaled=True)
    assert as_moodle(converted.data, "en")["1000001"] == 24
    assert not any("maximum" in one.text for one in converted.remarks)


def test_a_grade_above_the_maximum_is_left_and_told(tmp_path):
    low = [row.replace("10.00", "2.00") for row in rows("en")]
    filled = fill(write(tmp_path, "en", low))
    assert as_moodle(filled.data, "en")["1000001"] is None
    assert any(one.text.startswith("anna, hw01_backprop: 2.4 is above the maximum there, 2") for one in filled.remarks)


def test_the_mark_of_the_course_is_a_grade_too(tmp_path):
    filled = fill(write(tmp_path, "en"), "course")
    assert as_moodle(filled.data, "en")["1000001"] == 5
    assert any(one.text == "bob, course is held here, 7 there: left as it is" for one in filled.remarks)


def test_a_row_is_claimed_by_number_address_and_name(tmp_path):
    anna = next(worksheet.read(write(tmp_path, "ru")).claims())
    assert anna.numbers == ("Участник 1000001", "1000001")
    assert anna.ids == ("a.ivanova@example.edu",)
    assert anna.name == "Иванова, Анна"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("Maximum grade", "Scale"), "graded by a scale"),
        (lambda text: text.replace("Maximum grade", "Höchstbewertung"), "in English or Russian"),
        (lambda text: text.replace("Participant 1000002", "Participant"), "line 4: 'Participant' is no participant"),
        (lambda text: text.replace("Participant 1000002", "Участник 1000002"), "do not join worksheets"),
        (lambda text: text.replace(",", ";"), "not parted by commas"),
    ],
)
def test_what_moodle_would_not_take_back_is_refused(tmp_path, change, why):
    path = write(tmp_path, "en")
    path.write_bytes(change(path.read_bytes().decode()).encode())
    with pytest.raises(GraderError, match=why):
        worksheet.read(path)


def test_points_are_exact_until_they_are_written():
    anna = table().grades[0]
    assert next(one.points for one in anna.categories[0].assignments) == Fraction(12, 5)
