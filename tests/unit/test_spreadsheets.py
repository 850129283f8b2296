"""CSV in every dialect that comes out of spreadsheets and learning systems is the same table."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.spreadsheets import Sheet, read_sheet

ROWS = [["student", "Оценка"], ["Ёлкина, Анна; «А»", "7,5"], ['Chen "Wendy"', "8"]]


def write(rows: list[list[str]], delimiter: str, end: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    return stream.getvalue()


def read(path: Path, raw: bytes) -> Sheet:
    path.write_bytes(raw)
    return read_sheet(path)


def cells(sheet: Sheet) -> list[list[str]]:
    return [list(line.cells) for line in (sheet.header, *sheet.lines)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_dialect_is_read(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    raw = write(ROWS, delimiter, end).encode(encoding)
    found = read(tmp_path / "t.csv", raw)
    assert cells(found) == ROWS
    assert [line.number for line in found.lines] == [2, 3]


def test_the_separator_that_excel_writes_first_is_not_a_row(tmp_path: Path) -> None:
    found = read(tmp_path / "t.csv", b"sep=;\r\nstudent;exam\r\nanna;7,5\r\n")
    assert cells(found) == [["student", "exam"], ["anna", "7,5"]]
    assert (found.header.number, found.lines[0].number) == (2, 3)


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    found = read(tmp_path / "t.csv", b'\n\nstudent,note\nanna,"two\nlines"\n,,\nbob,x\n')
    assert (found.header.number, [line.number for line in found.lines]) == (3, [4, 7])


def test_a_comma_within_a_quoted_header_is_none(tmp_path: Path) -> None:
    assert cells(read(tmp_path / "t.csv", b'"a; b",c\n1,2\n')) == [["a; b", "c"], ["1", "2"]]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.lists(st.text("абвёЯ xyz7.,;\"'«»№", max_size=8).map(str.strip), min_size=2, max_size=2),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["utf-8-sig", "utf-16", "cp1251"]),
    st.sampled_from([",", ";", "\t"]),
)
def test_whatever_the_csv_module_writes_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], encoding: str, delimiter: str
) -> None:
    rows = [["student", "mark"], *rows]
    path = tmp_path_factory.mktemp("t") / "t.csv"
    found = read(path, write(rows, delimiter, "\r\n").encode(encoding, "replace"))
    expected = [[cell.encode(encoding, "replace").decode(encoding) for cell in row] for row in rows]
    assert cells(found) == [row for row in expected if any(row)]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty: the first line must name the columns"),
        (b"\n,,\n", "the file is empty"),
        (b"PK\x03\x04rest", "this is a workbook or a zip, not CSV: save it as CSV"),
        (b'student,exam\nanna,"7\nbob,8\n', "line 2: unexpected end of data: look for a quote that is not closed"),
        (b"student,exam\nanna,\x98\xff\n", "neither UTF-8 nor UTF-16 nor cp1251: save it as CSV UTF-8"),
    ],
)
def test_what_is_no_table_is_told_in_one_line(tmp_path: Path, raw: bytes, said: str) -> None:
    with pytest.raises(GraderError, match="t.csv: ") as caught:
        read(tmp_path / "t.csv", raw)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(GraderError, match="cannot be read .*: correct the path"):
            read_sheet(path)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_one_line(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    try:
        found = read(tmp_path_factory.mktemp("t") / "t.csv", raw)
    except GraderError as error:
        assert "\n" not in str(error)
    else:
        assert any(found.header.cells)
