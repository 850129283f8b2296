"""What stands in a cell: texts that no spreadsheet runs, numbers in either decimal mark."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.messages import clean
from grader.rounding import decimal

# What a spreadsheet would take for the beginning of a formula, full-width forms included (tabs are cleaned away).
_FORMULA = tuple("=+-@＝＋－＠")
MAX_TEXT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a CSV is written: what parts the cells, the decimals and the lines, and whether UTF-8 says that it is."""

    delimiter: str = ","
    mark: str = "."
    line_end: str = "\n"
    bom: bool = False


INTERNATIONAL = Dialect()
RUSSIAN_EXCEL = Dialect(delimiter=";", mark=",", line_end="\r\n", bom=True)
"""What Excel on a Russian Windows opens with a double click: without the mark it takes UTF-8 for cp1251."""


def written(rows: Iterable[Sequence[str]], dialect: Dialect = INTERNATIONAL) -> str:
    """The rows as CSV, quoted where needed."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=dialect.delimiter, lineterminator=dialect.line_end)
    writer.writerows(rows)
    return ("\ufeff" if dialect.bom else "") + stream.getvalue()


def number(value: Fraction, mark: str = ".", places: int = 2) -> str:
    """The value in decimal, rounded half up."""
    return decimal(value, places).replace(".", mark)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text."""
    return clean(text, MAX_TEXT).startswith(_FORMULA)


def text_cell(content: str) -> str:
    """A text on one line that no spreadsheet runs: an apostrophe stands before what would begin a formula."""
    line = clean(content, MAX_TEXT)
    return f"'{line}" if line.startswith(_FORMULA) else line
