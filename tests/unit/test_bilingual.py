"""Docstrings in two languages."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.bilingual import split, title

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30)
PROSE = st.lists(LINES, max_size=4).map(lambda lines: "\n".join(line.strip() for line in lines).strip())


@given(PROSE, PROSE, st.sampled_from(["", "    ", "\t"]))
def test_both_halves_come_back_whatever_the_indentation(english: str, russian: str, indent: str) -> None:
    assume(english and russian and "ru:" not in english)
    text = "\n".join((indent + line).rstrip() for line in f"{english}\n\nru: {russian}".split("\n"))
    halves = split(text)
    assert halves["en"].split() == english.split()
    assert halves["ru"].split() == russian.split()


@given(PROSE)
def test_one_language_alone_is_english(text: str) -> None:
    assume("ru:" not in text)
    assert split(text).keys() == {"en"}


def test_ru_within_a_line_is_no_beginning() -> None:
    assert split("See http://guru: x.") == {"en": "See http://guru: x."}


def test_a_title_is_one_line() -> None:
    assert title("One\n    two.\n\n    ru: Раз\n    два.\n    ", "case x") == {"en": "One two.", "ru": "Раз два."}


@pytest.mark.parametrize("text", [None, "", "   ", "English.", "ru: Русский.", "English.\n\nru:"])
def test_a_missing_half_is_told_with_its_place(text: str | None) -> None:
    with pytest.raises(ValueError, match=r"^case x: write a docstring in English, then .* 'ru:'"):
        title(text, "case x")
