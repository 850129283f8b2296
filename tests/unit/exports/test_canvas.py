"""A gradebook as Canvas exports it, filled in and read again."""

import csv
import io
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.exports import canvas
from grader.exports.filling import Class
from tests.unit.exports.nasty_class import course, table

HEADER = (
    "Student,ID,SIS User ID,SIS Login ID,Section,HW01: Backprop (4711),Обратное распространение old (4712),"
    "Экзамен (4713),Essay (4714),Current Score,Unposted Final Grade"
)
LINES = [
    HEADER,
    ",,,,,Manual Posting,,,,,",
    "    Points Possible,,,,,10.00,10.00,10.00,5.00,(read only),(read only)",
    '"Иванова, Анна Сергеевна",21,S1,a.ivanova,"ML2, 01",,1.00,,4.00,80.0,B',
    '"O""Neil, Bob",22,S2,bob,"ML2, 01",7.00,2.00,,,70.0,',
    '"García López, Lucía",23,S3,fedor,ML2,10.00,,9.00,,,',
    '"=1+1, Nobody",24,,nobody,ML2,1.00,,1.00,,,',
    '"Student, Test",25,,,ML2,,,,,,',
]
MATCHED = {"21": "anna", "22": "bob", "23": "fedor"}


def write(tmp_path: Path, lines: list[str] = LINES) -> Path:
    path = tmp_path / "canvas.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    return path


def fill(path: Path, chosen=None, **options):
    of, downloaded = table(), canvas.read(path)
    columns = canvas.columns_of(downloaded, course(), chosen or {"hw01_backprop": "4711"})
    matched = {one.label: MATCHED[one.numbers[0]] for one in downloaded.claims() if one.numbers[0] in MATCHED}
    return canvas.fill(downloaded, columns, Class(course=of.course, grades=of.grades, matched=matched, **options))


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


def test_our_columns_are_set_and_all_else_is_canvas_own(tmp_path):
    path = write(tmp_path)
    filled = fill(path)
    before, after = read(path.read_bytes()), read(filled.data)
    changed = {
        (row, column): after[row][column]
        for row in range(len(before))
        for column in range(len(before[0]))
        if before[row][column] != after[row][column]
    }
    assert changed == {(3, 5): "2.4", (3, 7): "8"}
    assert filled.data == path.read_bytes().replace(b'01",,1.00,,4.00', b'01",2.4,1.00,8,4.00')
    assert (filled.written, filled.same) == (2, 1)  # Lucía's 10.00 is our 10


def test_held_and_withdrawn_leave_what_stands_there_and_tell(tmp_path):
    told = [(one.line, one.text) for one in fill(write(tmp_path)).remarks]
    assert (5, "bob, hw01_backprop is held here, 7.00 there: left as it is") in told
    assert (6, "fedor, exam is missing here, 9.00 there: left as it is") in told
    assert (7, "=1+1, Nobody: nobody on the roster is meant, left as it is") in told


def test_columns_are_found_by_name_title_or_number(tmp_path):
    downloaded = canvas.read(write(tmp_path))
    assert {name: one.id for name, one in canvas.columns_of(downloaded, course(), {}).items()} == {
        "hw01_backprop": "4711",
        "exam": "4713",
    }
    chosen = canvas.columns_of(downloaded, course(), {"course": "4714", "hw01_backprop": "4712"})
    assert {name: one.id for name, one in chosen.items()} == {"course": "4714", "hw01_backprop": "4712", "exam": "4713"}
    title = write(tmp_path, [HEADER.replace("HW01: Backprop", "BACKPROPAGATION"), *LINES[1:]])
    assert canvas.columns_of(canvas.read(title), course(), {})["hw01_backprop"].id == "4711"


def test_the_separator_and_decimals_of_the_file_are_kept(tmp_path):
    european = [line.replace(",", ";").replace(".00", ",00") for line in LINES[:3]]
    path = write(tmp_path, [*european, '"Иванова, Анна";21;S1;a;x;;1,00;;4,00;80,0;B'])
    assert '"Иванова, Анна";21;S1;a;x;2,4;1,00;8;4,00;80,0;B' in fill(path).data.decode()


def test_more_than_possible_is_extra_credit_and_told(tmp_path):
    low = [LINES[0], LINES[2].replace("10.00", "2.00", 1), *LINES[3:]]
    filled = fill(write(tmp_path, low))
    assert read(filled.data)[2][5] == "2.4"
    assert any("2.4 is above the maximum there, 2" in one.text for one in filled.remarks)


def test_points_are_converted_on_demand(tmp_path):
    hundred = [LINES[0], LINES[2].replace("10.00", "100.00"), *LINES[3:]]
    after = read(fill(write(tmp_path, hundred), scaled=True).data)
    assert (after[2][5], after[2][7]) == ("24", "80")


@pytest.mark.parametrize(
    ("lines", "chosen", "why"),
    [
        (["Name,Mark", "a,1"], {}, "does not begin with Student, ID"),
        (LINES, {"hw99": "4711"}, "there is no hw99: use one of hw01_backprop, exam, course"),
        (LINES, {"exam": "1"}, "no column of .* has that number"),
        (
            [HEADER.replace("Экзамен", "?").replace("HW01: ", ""), *LINES[1:]],
            {},
            "no column is called by an assignment",
        ),
        (
            [HEADER.replace("Essay", "Exam"), *LINES[1:]],
            {},
            "several columns may be exam: say --column with 4713 or 4714",
        ),
    ],
)
def test_what_cannot_be_filled_in_is_told_in_a_line(tmp_path, lines, chosen, why):
    with pytest.raises(GraderError, match=why):
        canvas.columns_of(canvas.read(write(tmp_path, lines)), course(), chosen)
