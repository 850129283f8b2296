"""CSV as spreadsheets and learning systems save it, whatever the dialect: rows of trimmed text with their line numbers.

Told apart are UTF-8, UTF-16 and cp1251 (Excel on a Russian Windows), with or without a byte order mark; commas,
semicolons and tabs, also as Excel's first line `sep=;` names them; any end of line.
"""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError

MAX_BYTES = 20_000_000
_BOMS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ";\t,"
"""In this order, for a comma may stand within a header or a number, the others do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: its cells, trimmed, and the line of the file that it begins in, from 1 on."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file: its header and the rows below it; rows in which nothing stands are left out."""

    header: Line
    lines: tuple[Line, ...]


def read_sheet(path: Path) -> Sheet:
    """The file's rows; `GraderError` where it cannot be read or has no header."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise GraderError(f"{path}: cannot be read ({error.strerror}): correct the path") from error
    if len(raw) > MAX_BYTES:
        raise GraderError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB: this is no table of a class")
    if raw.startswith(b"PK\x03\x04"):
        raise GraderError(f"{path}: this is a workbook or a zip, not CSV: save it as CSV")
    lines = [line for line in _lines(path, _text(path, raw)) if any(line.cells)]
    if not lines:
        raise GraderError(f"{path}: the file is empty: the first line must name the columns")
    return Sheet(header=lines[0], lines=tuple(lines[1:]))


def read_records(path: Path, required: Sequence[str], optional: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Row by row where it stands ("roster.csv: line 2") and its cells by column, "" where an optional one is not there.

    `GraderError` where there is another column, or a row with fewer or more cells than the header.
    """
    sheet = read_sheet(path)
    columns = sheet.header.cells
    if not set(required) <= set(columns) <= {*required, *optional}:
        raise GraderError(
            f"{path}: line {sheet.header.number}: the header must be {','.join(required)} "
            f"and may add {','.join(optional)}"
        )
    for line in sheet.lines:
        where = f"{path}: line {line.number}"
        if len(line.cells) != len(columns):
            raise GraderError(f"{where}: not as many cells as the header has: quote a name that holds a comma")
        yield where, dict.fromkeys(optional, "") | dict(zip(columns, line.cells, strict=True))


def _text(path: Path, raw: bytes) -> str:
    try:
        return raw.decode(_encoding(raw))
    except UnicodeDecodeError as error:
        raise GraderError(
            f"{path}: byte {error.start}: neither UTF-8 nor UTF-16 nor cp1251: save it as CSV UTF-8"
        ) from error


def _encoding(raw: bytes) -> str:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return encoding
    if b"\0" in raw[:2000]:  # every delimiter and digit has one, before or after itself
        return "utf-16-be" if raw[:2000:2].count(0) > raw[1:2000:2].count(0) else "utf-16-le"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"


def _lines(path: Path, text: str) -> Iterator[Line]:
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    if named.lower().startswith("sep=") and len(named) == 5:
        delimiter, skipped, text = named[4], 1, rest
    else:
        delimiter, skipped = _delimiter(text), 0
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin = 1 + skipped
    try:
        for row in rows:
            yield Line(number=begin, cells=tuple(cell.strip() for cell in row))
            begin = rows.line_num + 1 + skipped
    except csv.Error as error:
        raise GraderError(f"{path}: line {begin}: {error}: look for a quote that is not closed") from error


def _delimiter(text: str) -> str:
    """The first of the delimiters that the header has outside of quotes."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(header.split('"')[::2])
    return next((one for one in _DELIMITERS if one in bare), ",")
