import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.messages import clean, code
from grader.messages.foreign import value


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\n b\t\x0bc", "a b c"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("abc\u202edef\u2066\u200f", "abcdef"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \udc80 surrogate\x00", "half surrogate"),
        ("Ёж — ёлка ∇L", "Ёж — ёлка ∇L"),
    ],
)
def test_control_and_bidirectional_characters_are_stripped(raw, cleaned):
    assert clean(raw) == cleaned


@given(st.text(st.characters()), st.integers(1, 50))
def test_a_cleaned_text_is_printable_short_and_clean(text, limit):
    once = clean(text, limit)
    assert once.isprintable() and len(once) <= limit
    assert clean(once, limit) == once


def test_code_keeps_to_its_span():
    assert code("a`b``c") == "`a'b''c`"
    assert code("") == "` `"


def test_numbers_and_shapes_need_no_span():
    assert [value(text) for text in ("(32, 1)", "-1.5e-05", "float64", "<b>")] == [
        "(32, 1)",
        "-1.5e-05",
        "float64",
        "`<b>`",
    ]
