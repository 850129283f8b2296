"""Text → numbers: whatever people type is understood or refused, and never worse."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.quiz.numbers import MAX_CHARACTERS, NotRead, read_array, read_integer, read_number

TYPED = st.text(alphabet="0123456789.,eE+-−–/·×*^()[]{} xхn=≈~:;'_\n\t\u00a0\u2009⁻³%", max_size=60)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5", 1.5),
        ("1.5", 1.5),
        (" 1.5 ", 1.5),
        ("1.5.", 1.5),
        ("1,5;", 1.5),
        ("+1.5", 1.5),
        ("−2", -2),
        ("– 2", -2),
        ("-,5", -0.5),
        ("5.", 5),
        ("1.5e-3", 1.5e-3),
        ("1,5E−3", 1.5e-3),
        ("1.5·10^-3", 1.5e-3),
        ("1,5 × 10⁻³", 1.5e-3),
        ("1.5*10**(-3)", 1.5e-3),
        ("1.5 x 10^{-3}", 1.5e-3),
        ("1,5 х 10^-3", 1.5e-3),  # the Russian letter
        ("10^-3", 1e-3),
        ("-10^3", -1000),
        ("1/3", 1 / 3),
        ("-2 / 7", -2 / 7),
        ("≈ 0,33", 0.33),
        ("~0.33", 0.33),
        ("x = 0.5", 0.5),
        ("E[x] = 3", 3),
        ("Ответ: 3", 3),
        ("= 3", 3),
        ("1/3 = 0.333", None),
        ("12 345", 12345),
        ("12\u202f345,6", 12345.6),
        ("12'345", 12345),
        ("12_345", 12345),
        ("1,234,567", 1234567),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234", 1.234),
        ("0,123", 0.123),
        ("5 parameters", 5),
        ("5 шт.", 5),
        ("0,5 условных единиц", 0.5),
        ("3 ± 0.1", None),
        ("1.5 or 2", None),
        ("not 5", None),
        ("5 thousand", None),
        ("2 тыс.", None),
        ("2 pi", None),
        ("2pi", None),
        ("50%", None),
        ("1 2", None),
        ("1.2.3", None),
        ("1/0", None),
        ("1/2/3", None),
        ("--1", None),
        ("1e400", None),
        ("10^99999999", None),
        ("nan", None),
        ("inf", None),
        ("0x10", None),
        ("", None),
        ("   ", None),
        ("много", None),
    ],
)
def test_numbers(text: str, number: float | None) -> None:
    if number is None:
        with pytest.raises(NotRead):
            read_number(text)
    else:
        assert read_number(text) == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x", "number"),
        ("50 %", "number.percent"),
        ("1e999", "number.large"),
        ("1" * 10**6, "number.long"),
        ("слово " * 10**5, "number.long"),
    ],
)
def test_the_reason_says_what_was_the_matter(text: str, reason: str) -> None:
    with pytest.raises(NotRead) as refused:
        read_number(text)
    assert refused.value.reason == reason


@given(st.floats(min_value=-1e12, max_value=1e12).filter(lambda x: not 0 < abs(x) < 1e-290))
def test_a_formatted_number_is_read_back(x: float) -> None:
    for text in (repr(x), f"{x:.6g}", f"{x:.3e}", f"{x:.4f}", f"{x:+.3f}"):
        for typed in (text, text.replace(".", ","), text.replace("-", "−"), f"x = {text}", f"≈ {text} ", f"{text} ед."):
            if "," in typed and len(typed.partition(",")[2]) == 3 and typed.count(",") == 1 and "e" not in typed:
                assert read_number(typed) == pytest.approx(float(text))  # a decimal comma, not one of thousands
            else:
                assert read_number(typed) == float(text)


@given(st.integers(-(10**15), 10**15))
def test_an_integer_is_read_back_however_its_thousands_are_parted(n: int) -> None:
    for text in (str(n), f"{n:,}", f"{n:,}".replace(",", " "), f"{n:_}", f"{n}.0", f"n = {n}", f"{n} штук"):
        assert read_integer(text) == n


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_a_fraction_is_read_exactly(numerator: int, denominator: int) -> None:
    assert read_number(f"{numerator}/{denominator}") == float(Fraction(numerator, denominator))


@pytest.mark.parametrize("text", ["1.5", "0,123", "1/2", "1e-3", "2**3", "10^30", "x", ""])
def test_what_is_not_whole_is_refused(text: str) -> None:
    with pytest.raises(NotRead):
        read_integer(text)


@given(TYPED | st.text(max_size=200), st.sampled_from([(2,), (2, 2), (1, 3), (3, 1), ()]))
def test_no_text_does_worse_than_to_be_refused(text: str, shape: tuple[int, ...]) -> None:
    for read in (read_number, read_integer):
        try:
            assert math.isfinite(read(text))
        except NotRead as refused:
            assert refused.reason.partition(".")[0] in ("number", "integer")
    try:
        array = read_array(text, shape)
    except NotRead as refused:
        assert refused.reason.startswith("array")
    else:
        assert array.shape == shape
        assert np.isfinite(array).all()


@pytest.mark.parametrize(
    ("text", "shape", "values"),
    [
        ("[[1, 2], [3, 4]]", (2, 2), [[1, 2], [3, 4]]),
        ("1 2\n3 4", (2, 2), [[1, 2], [3, 4]]),
        ("1, 2\r\n3, 4\n\n", (2, 2), [[1, 2], [3, 4]]),
        ("1 2; 3 4", (2, 2), [[1, 2], [3, 4]]),
        ("1,5 2\n3 4", (2, 2), [[1.5, 2], [3, 4]]),
        ("[1, 2], [3, 4]", (2, 2), [[1, 2], [3, 4]]),
        ("[[1 2]\n [3 4]]", (2, 2), [[1, 2], [3, 4]]),
        ("np.array([[1, 2], [3, 4]])", (2, 2), [[1, 2], [3, 4]]),
        ("|1 2|\n|3 4|", (2, 2), [[1, 2], [3, 4]]),
        ("W = ((1, 2), (3, 4))", (2, 2), [[1, 2], [3, 4]]),
        ("[1,5, 2,5]", (2,), [1.5, 2.5]),
        ("[1,5,2,5]", (4,), [1, 5, 2, 5]),
        ("1,5; 2,5", (2,), [1.5, 2.5]),
        ("1/2 −1e-3", (2,), [0.5, -1e-3]),
        ("1\n2\n3", (3,), [1, 2, 3]),
        ("1 2 3", (1, 3), [[1, 2, 3]]),
        ("1\n2\n3", (3, 1), [[1], [2], [3]]),
        ("7", (1,), [7]),
        ("(22, 62)", (2,), [22, 62]),
        ("22 × 62", (2,), [22, 62]),
        ("22 x 62", (2,), [22, 62]),
        ("22*62", (2,), [22, 62]),
        ("10x3", (2,), [10, 3]),
        ("10X3", (2,), [10, 3]),
        ("10 х 3", (2,), [10, 3]),
        ("10Х3", (2,), [10, 3]),
        ("(22 × 62)", (2,), [22, 62]),
        ("[22×62]", (2,), [22, 62]),
        ("W = 22 × 103", (2,), [22, 103]),
        ("3 x 4 x 5", (3,), [3, 4, 5]),
    ],
)
def test_arrays(text: str, shape: tuple[int, ...], values: list[float]) -> None:
    assert read_array(text, shape).tolist() == values


@pytest.mark.parametrize(
    ("text", "shape", "reason", "detail"),
    [
        ("1 2 3 4", (2, 2), "array.shape", "(1, 4)|(2, 2)"),
        ("[[1, 2, 3]]", (3,), "array.shape", "(1, 3)|(3,)"),
        ("[1, 2]", (3,), "array.shape", "(2,)|(3,)"),
        ("1 2\n3", (2, 2), "array.ragged", ""),
        ("[[1, 2], [3]", (2, 2), "array.brackets", "[[1, 2], [3, 4]]"),
        ("1 2]", (2,), "array.brackets", "1, 2"),
        ("1 два", (2,), "array", "1, 2|два"),
        ("1, 2 × 3", (2,), "array", "1, 2|×"),
        ("1 −a 3", (3,), "array", "1, 2, 3|−a"),
        ("2 × 3", (2, 2), "array", "[[1, 2], [3, 4]]|×"),
        ("2 × 3 × 4", (2,), "array", "1, 2|×"),
        ("1.5 × 3", (2,), "array", "1, 2|×"),
        ("", (2,), "array.ragged", ""),
        ("[" * 3000, (2,), "array", "1, 2|" + "[" * 40),
        ("1 " * 5000, (2,), "array.long", ""),
    ],
)
def test_what_is_wrong_with_an_array_is_told(text: str, shape: tuple[int, ...], reason: str, detail: str) -> None:
    with pytest.raises(NotRead) as refused:
        read_array(text, shape)
    assert (refused.value.reason, refused.value.detail) == (reason, detail)


@given(st.lists(st.lists(st.integers(-999, 999), min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_matrix_is_read_back_from_brackets_and_from_lines(rows: list[list[int]]) -> None:
    shape = (len(rows), 2)
    lines = "\n".join(" ".join(map(str, row)) for row in rows)
    for text in (str(rows), str(np.array(rows)), lines, lines.replace(" ", ", "), lines.replace("\n", "; ")):
        assert read_array(text, shape).tolist() == rows


def test_the_longest_number_that_is_read_is_not_longer_than_it_looks() -> None:
    with pytest.raises(NotRead):
        read_number("1" * (MAX_CHARACTERS + 1))
    assert read_number("1" * MAX_CHARACTERS) == pytest.approx(float("1" * MAX_CHARACTERS))
