"""A file goes back as it came, but for the cells that were replaced; read again by the csv module."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.exports.raw_csv import read_raw

texts = st.lists(st.sampled_from(["a", ",", ";", '"', "\n", "\r\n", "\t", " ", "=", "Ё"]), max_size=6).map("".join)
tables = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), max_size=5))


def kept(data: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(data)
        return read_raw(path)


@given(
    rows=tables,
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    end=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
    delimiter=st.sampled_from(",;\t"),
)
def test_cells_are_those_of_the_csv_module_and_bytes_stay(rows, quoting, end, bom, delimiter):
    header = ["first", "second", "third", "fourth"][: len(rows[0]) if rows else 2]
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=quoting, lineterminator=end, delimiter=delimiter).writerows([header, *rows])
    data = (b"\xef\xbb\xbf" if bom else b"") + stream.getvalue().encode()
    table = kept(data)
    wanted = [row for row in [header, *rows] if any(cell.strip() for cell in row)]
    assert [[cell.text for cell in row.cells] for row in table.rows] == wanted
    assert table.replaced({}) == data


@given(rows=tables.filter(lambda rows: any(any(cell.strip() for cell in row) for row in rows)), new=texts)
def test_one_cell_is_replaced_and_no_other_changes(rows, new):
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([["first", "second", "third", "fourth"][: len(rows[0])], *rows])
    table = kept(stream.getvalue().encode())
    changed = table.replaced({table.rows[-1].cells[0]: new})
    wanted = [[cell.text for cell in row.cells] for row in table.rows]
    wanted[-1][0] = new
    read = csv.reader(io.StringIO(changed.decode(), newline=""))
    strip = [[cell.strip() for cell in row] for row in wanted]
    assert [[cell.strip() for cell in row] for row in read if any(map(str.strip, row))] == [r for r in strip if any(r)]


def test_lines_are_those_of_the_file():
    assert [row.number for row in kept(b'a,b\r\n\r\n"1\r\n2",3\r\n4,5').rows] == [1, 3, 5]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("a;b\nОценка;1\n".encode("cp1251"), "not UTF-8"),
        (b'a,b\n"c"d,e\n', "line 2"),
        (b'a,b\n"c,d\n', "quote"),
        (b"PK\x03\x04", "workbook"),
        (b"", "empty"),
    ],
)
def test_what_is_no_csv_in_utf_8_is_refused(data, why):
    with pytest.raises(GraderError, match=why):
        kept(data)
