"""Text → numbers, as people type them: any text gives a value or a reason why not, and nothing takes long.

    1,5   1.5e-3   1,5·10^-3   1.5×10⁻³   −2   1/3   ≈ 0,33   x = 0.5   12 345   1,234,567   5 parameters

A comma between digits is a decimal comma, as the course writes it; where several stand at every third digit, or one
beside a point, they part thousands.  A unit is passed over if it is a word that changes no number, as "thousand" does.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

MAX_CHARACTERS = 120
"""A longer text is no number, whatever it says."""
MAX_ARRAY_CHARACTERS = 4000
MAX_EXPONENT = 300
MAX_WHOLE = 2**63

SPACES = dict.fromkeys([0x09, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
IGNORED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"), None)
SIGNS = str.maketrans("−–—‒﹣－＋×⋅∙∗÷∕⁄，．", "------+····///,.")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")

_NAME = r"[^\W\d_][\w\[\]()'^{}\\]{0,24}"
_PREFIX = re.compile(rf"(?:{_NAME}\s*)?[=≈≃~:]+\s*")
_UNIT = re.compile(r"\s+[^\W\d_]{2,20}\.?(?:\s+[^\W\d_]{1,20}\.?)?")
_DIGITS = r"\d+(?:[ '_]\d{3})+|\d+"
_PLAIN = re.compile(rf"[+-]?\s*(?:(?:{_DIGITS})(?:[.,]\d*)?|[.,]\d+)(?:\s*[eEеЕ]\s*[+-]?\d+)?")
_POWER = re.compile(r"[·*xXхХ]\s*10\s*(?:\^|\*\*)?\s*[({]?\s*([+-]?\s*\d+)\s*[)}]?")
_ONLY_POWER = re.compile(r"([+-]?)\s*10\s*(?:\^|\*\*)\s*[({]?\s*([+-]?\s*\d+)\s*[)}]?")
_COMMA_GROUPS = re.compile(r"[+-]?\s*\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_POINT_GROUPS = re.compile(r"[+-]?\s*\d{1,3}(?:\.\d{3})+,\d*")

MULTIPLIERS = frozenset(
    [
        *("pi", "thousand", "thousands", "million", "millions", "billion", "hundred", "percent", "dozen", "mln", "bln"),
        *("пи", "тыс", "тысяч", "тысячи", "тысяча", "млн", "миллион", "миллиона", "миллионов", "млрд", "миллиард"),
        *("процент", "процента", "процентов", "сотен", "дюжин", "inf", "nan", "infinity", "бесконечность"),
    ]
)
"""Words after a number that make another number of it."""


class NotRead(Exception):
    """A text that is not what was asked for: a reason (a key of the messages), and what it is about."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def tidy(text: str) -> str:
    """The text with spaces, minus signs and the like as a keyboard has them."""
    return text.translate(IGNORED).translate(SPACES).translate(SIGNS).strip()


def read_number(text: str) -> float:
    """The number that a text says; raises `NotRead`."""
    value = _fraction(_bare(text, "number"), "number")
    try:
        return float(value)
    except OverflowError as error:
        raise NotRead("number.large") from error


def read_integer(text: str) -> int:
    """The whole number that a text says; `3,0` says 3, and `12,345` 12345; raises `NotRead`."""
    bare = _bare(text, "integer")
    if _COMMA_GROUPS.fullmatch(bare) and not bare.lstrip("+- ").startswith("0"):
        bare = bare.replace(",", "")
    value = _fraction(bare, "integer")
    if value.denominator != 1:
        raise NotRead("integer")
    if not -MAX_WHOLE <= value < MAX_WHOLE:
        raise NotRead("number.large")
    return int(value)


def _bare(text: str, reason: str) -> str:
    """The text without what may stand around a number: a name and a sign of equality, a unit, a final point."""
    if len(text) > MAX_CHARACTERS:
        raise NotRead(f"{reason}.long")
    raised = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", lambda found: "^" + found[0].translate(_SUPERSCRIPTS), text)
    bare = tidy(" ".join(tidy(raised).split()))
    if "%" in bare or "‰" in bare:
        raise NotRead("number.percent")
    prefix = _PREFIX.match(bare)
    bare = bare[prefix.end() :] if prefix else bare
    unit = _UNIT.search(bare)
    if unit is not None and unit.end() == len(bare) and not MULTIPLIERS & set(re.split(r"\W+", unit[0].lower())):
        bare = bare[: unit.start()]
    return bare.rstrip(" .;") if re.search(r"\d[.;\s]*$", bare) else bare


def _fraction(bare: str, reason: str) -> Fraction:
    """A number, or one divided by another."""
    parts = bare.split("/")
    if len(parts) > 2:
        raise NotRead(reason)
    values = [_decimal(part.strip(), reason) for part in parts]
    if len(values) == 1:
        return values[0]
    if not values[1]:
        raise NotRead(reason)
    return values[0] / values[1]


def _decimal(part: str, reason: str) -> Fraction:
    only = _ONLY_POWER.fullmatch(part)
    if only is not None:
        return (-1 if only[1] == "-" else 1) * _ten_to(only[2])
    mantissa = _without_groups(part)
    found = _PLAIN.match(mantissa)
    if found is None:
        raise NotRead(reason)
    rest = mantissa[found.end() :].strip()
    power = _POWER.fullmatch(rest)
    if rest and power is None:
        raise NotRead(reason)
    number, _, exponent = re.sub("[ '_]", "", found[0]).replace(",", ".").replace("е", "e").lower().partition("e")
    return Fraction(number.rstrip(".")) * _ten_to(exponent or "0") * (_ten_to(power[1]) if power else 1)


def _without_groups(part: str) -> str:
    """A number without the commas that part thousands, or without the points, where nothing else can be meant."""
    if _POINT_GROUPS.fullmatch(part):
        return part.replace(".", "")
    if _COMMA_GROUPS.fullmatch(part) and (part.count(",") > 1 or "." in part):
        return part.replace(",", "")
    return part


def _ten_to(exponent: str) -> Fraction:
    digits = exponent.replace(" ", "")
    if len(digits) > 5 or abs(int(digits)) > MAX_EXPONENT:
        raise NotRead("number.large")
    return Fraction(10) ** int(digits)


# ---------------------------------------------------------------------------------------------------------- arrays

_WRAPPER = re.compile(r"(?:\w+\.)?(?:array|tensor|matrix)\s*\((.*)\)", re.DOTALL)
_ASSIGNED = re.compile(rf"{_NAME}\s*[=≈:]\s*")
_BRACKETS = str.maketrans("(){}⟨⟩", "[][][]")
_BETWEEN = re.compile(r"(?<=\d),(?=\d)")
_SIZES = re.compile(r"\[?\s*(\d{1,12}(?:\s*[·*xXхХ]\s*\d{1,12})+)\s*]?")
_PARTING = re.compile(r"[\s,;|()\[\]{}⟨⟩]+")


def read_array(text: str, shape: tuple[int, ...]) -> np.ndarray:
    """The array of that shape that a text says: `[[1, 2], [3, 4]]`, or a row on each line; raises `NotRead`.

    Whether a comma between two digits is a decimal one follows from how many numbers there must be.  A vector may be
    written as sizes are, `22 × 62`.
    """
    if len(text) > MAX_ARRAY_CHARACTERS:
        raise NotRead("array.long")
    try:
        return _read_array(text, shape)
    except NotRead as error:
        if error.reason == "array":
            raise NotRead("array", f"{_form(shape)}|{_as_typed(text, error.detail)}") from error
        if error.reason == "array.brackets":
            raise NotRead(error.reason, _form(shape)) from error
        raise


def _form(shape: tuple[int, ...]) -> str:
    """How numbers of that shape are written: `1, 2` or `[[1, 2], [3, 4]]`."""
    counted = np.arange(1, 1 + int(np.prod(shape))).reshape(shape).tolist()
    return str(counted).strip("[]") if len(shape) < 2 else str(counted)


def _as_typed(text: str, token: str) -> str:
    """A token as it stands in the text, before its signs were made those of a keyboard; else the whole text."""
    return next((piece for piece in _PARTING.split(text) if token and tidy(piece) == token), text.strip())[:40]


def _read_array(text: str, shape: tuple[int, ...]) -> np.ndarray:
    lines = "\n".join(tidy(line) for line in text.splitlines() if line.strip())
    lines = _ASSIGNED.sub("", lines, count=1) if _ASSIGNED.match(lines) else lines
    wrapped = _WRAPPER.fullmatch(lines.strip())
    plain = (wrapped[1] if wrapped else lines).translate(_BRACKETS)
    sizes = _sizes(plain, shape)
    if sizes is not None:
        return sizes
    size = int(np.prod(shape))
    readings = []
    for meant in (_BETWEEN.sub(".", plain), plain):
        try:
            readings.append(_nested(meant) if "[" in meant or "]" in meant else _rows(meant, shape))
        except NotRead as error:
            problem = error
    for reading in readings:
        if reading.shape == shape:
            return reading
    if not readings:
        raise problem
    likely = next((one for one in readings if one.size == size), readings[-1])
    raise NotRead("array.shape", f"{likely.shape}|{shape}")


def _sizes(plain: str, shape: tuple[int, ...]) -> np.ndarray | None:
    """The vector that is written as sizes are, `22 × 62`; None for any other text."""
    found = _SIZES.fullmatch(plain.strip())
    sizes = re.findall(r"\d+", found[1]) if found else []
    return np.array(sizes, dtype=np.float64) if len(shape) == 1 and len(sizes) == shape[0] else None


def _rows(text: str, shape: tuple[int, ...]) -> np.ndarray:
    """Rows on lines, or parted by semicolons; a column or a single row may stand for a vector."""
    rows = [row for row in re.split(r"[\n;]", text) if row.strip(" ,")]
    if len(shape) < 2 and len(rows) > 1 and all(len(_entries(row)) == 1 for row in rows):
        rows = [" ".join(rows)]
    values = _stacked([_entries(row) for row in rows])
    return values[0] if len(shape) < 2 and len(values) == 1 else values


def _entries(row: str) -> list[float]:
    return [_entry(token) for token in re.split(r",\s*|\s+", row.strip(" ,|")) if token]


def _entry(token: str) -> float:
    try:
        return read_number(token)
    except NotRead as error:
        raise NotRead("array", token) from error


def _stacked(rows: list[list[float]]) -> np.ndarray:
    if not rows or len({len(row) for row in rows}) != 1:
        raise NotRead("array.ragged")
    return np.array(rows, dtype=np.float64)


def _nested(text: str) -> np.ndarray:
    """What brackets say, without recursion: they may be nested as deeply as anybody likes."""
    stack: list[list[object]] = [[]]
    for token in _tokens(text):
        if token == "[":
            if len(stack) > 4:
                raise NotRead("array")
            stack.append([])
        elif token == "]":
            if len(stack) < 2:
                raise NotRead("array.brackets")
            closed = stack.pop()
            stack[-1].append(closed)
        else:
            stack[-1].append(_entry(token))
    if len(stack) != 1:
        raise NotRead("array.brackets")
    whole = stack[0][0] if len(stack[0]) == 1 else stack[0]  # [1, 2], [3, 4] without the outer brackets
    try:
        values = np.array(whole, dtype=np.float64)
    except (ValueError, TypeError) as error:  # rows of different length
        raise NotRead("array.ragged") from error
    return values


def _tokens(text: str) -> Iterator[str]:
    for piece in re.split(r"([\[\]])", text):
        if piece in ("[", "]"):
            yield piece
        else:
            yield from (token for token in re.split(r",\s*|[;\s]+", piece) if token)
