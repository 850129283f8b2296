"""A CSV of which single cells are replaced and every other byte stays as it was.

`grader.spreadsheets` reads tables whatever their dialect, for their content; what goes back to the system that wrote
it must keep quotes, blanks, line ends, byte order mark and the order of everything.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.spreadsheets import read_sheet

_DELIMITERS = ",;\t"
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """What a cell says, unquoted, and where it stands in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """The cells of a row, and the line of the file that it begins in, from 1 on."""

    number: int
    cells: tuple[RawCell, ...]

    def at(self, index: int) -> str:
        """What a cell says, without blanks around; nothing where the row has none there."""
        return self.cells[index].text.strip() if 0 <= index < len(self.cells) else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """What all cells say, without blanks around."""
        return tuple(cell.text.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A file as it is: the header and the rows below it, without the lines in which nothing stands."""

    text: str
    bom: bool
    delimiter: str
    rows: tuple[RawRow, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.rows[0].texts

    def replaced(self, changes: Mapping[RawCell, str]) -> bytes:
        """The file with other texts in these cells; a cell that was in quotes stays in quotes."""
        pieces, done = [], 0
        for cell, text in sorted(changes.items(), key=lambda change: change[0].start):
            quoted = self.text[cell.start : cell.start + 1] == '"' or any(
                sign in text for sign in f'{self.delimiter}"\r\n'
            )
            escaped = text.replace('"', '""')
            pieces += [self.text[done : cell.start], f'"{escaped}"' if quoted else text]
            done = cell.end
        return (BOM_UTF8 if self.bom else b"") + "".join([*pieces, self.text[done:]]).encode("utf-8")


def read_raw(path: Path) -> RawTable:
    """The file's cells and where they stand; `GraderError` where it is no CSV in UTF-8."""
    read_sheet(path)  # says what is wrong with what is no table at all
    raw = path.read_bytes()
    bom = raw.startswith(BOM_UTF8)
    try:
        text = raw.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise GraderError(
            f"{path}: not UTF-8, so a spreadsheet has saved it anew: download it again and fill in that file"
        ) from error
    delimiter = _delimiter(text)
    return RawTable(text=text, bom=bom, delimiter=delimiter, rows=_rows(path, text, delimiter))


def _delimiter(text: str) -> str:
    """What ends the first cell of the header that ends before its line does."""
    quoted = _QUOTED.match(text)
    rest = text[quoted.end() if quoted else 0 :].partition("\n")[0]
    return next((sign for sign in rest if sign in _DELIMITERS), ",")


def _rows(path: Path, text: str, delimiter: str) -> tuple[RawRow, ...]:
    bare = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    rows: list[RawRow] = []
    cells: list[RawCell] = []
    at, line, begin = 0, 1, 1
    while at < len(text) or cells:
        quoted = _QUOTED.match(text, at)
        found = quoted or bare.match(text, at)
        assert found is not None  # the bare cell may be empty
        content = quoted[1].replace('""', '"') if quoted else found[0]
        cells.append(RawCell(text=content, start=at, end=found.end()))
        line += len(re.findall(r"\r\n|\r|\n", found[0]))
        at = found.end()
        if text.startswith(delimiter, at):
            at += len(delimiter)
            continue
        if at < len(text) and text[at] not in "\r\n":
            raise GraderError(f"{path}: line {line}: text after a closing quote: download the file again")
        if any(cell.text.strip() for cell in cells):
            rows.append(RawRow(number=begin, cells=tuple(cells)))
        at += 2 if text.startswith("\r\n", at) else 1
        line, cells = line + 1, []
        begin = line
    return tuple(rows)
