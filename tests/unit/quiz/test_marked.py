"""Text → options, by the numbers under which they were shown."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.quiz.marked import read_choice, read_choices, read_matching, read_ordering
from grader.quiz.numbers import NotRead

OPTIONS = ["first", "second", "third", "fourth"]
ITEMS = ["A", "B", "C"]


@pytest.mark.parametrize("text", ["2", " 2 ", "2.", "2)", "(2)", "№2", "#2", "[2]", "2;", "２", "2, 2"])
def test_a_choice(text: str) -> None:
    if text == "２":
        with pytest.raises(NotRead):
            read_choice(text + "０", OPTIONS)
    else:
        assert read_choice(text, OPTIONS) == "second"


@pytest.mark.parametrize("text", ["0", "5", "-1", "1 2", "second", "b", "", "1.5.", "2" * 10**6])
def test_no_choice(text: str) -> None:
    with pytest.raises(NotRead) as refused:
        read_choice(text, OPTIONS)
    assert refused.value.reason.startswith("choice")
    assert refused.value.detail == "4"


@pytest.mark.parametrize("text", ["1, 3", "1 3", "3,1", "1;3", "3 1 1", "1) 3)", "1 и 3", "1 and 3", "1\n3", "1 & 3"])
def test_choices(text: str) -> None:
    assert read_choices(text, OPTIONS) == ["first", "third"]


@pytest.mark.parametrize("text", ["0", "-", "нет", "None"])
def test_none_of_the_options(text: str) -> None:
    assert read_choices(text, OPTIONS) == []


@pytest.mark.parametrize("text", ["13", "1, 5", "1, x", "all", "1-3"])
def test_no_choices(text: str) -> None:
    with pytest.raises(NotRead):
        read_choices(text, OPTIONS)


@pytest.mark.parametrize("text", ["3 1 2 4", "3, 1, 2, 4", "3-1-2-4", "3 → 1 → 2 → 4", "3>1>2>4", "3 -> 1 -> 2 -> 4"])
def test_an_order(text: str) -> None:
    assert read_ordering(text, OPTIONS) == ["third", "first", "second", "fourth"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("3 1 2", "ordering.all"), ("3 1 2 2", "ordering.all"), ("3 1 2 5", "ordering"), ("3124", "ordering")],
)
def test_no_order(text: str, reason: str) -> None:
    with pytest.raises(NotRead) as refused:
        read_ordering(text, OPTIONS)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "a2 b1 c4",
        "a-2, b-1, c-4",
        "A2;B1;C4",
        "a:2 b:1 c:4",
        "a → 2\nb → 1\nc → 4",
        "а2 b1 с4",
        "a=2,b=1,c=4",
        "a2b1c4",
        "2 1 4",
    ],
)
def test_matching(text: str) -> None:
    assert read_matching(text, ITEMS, OPTIONS) == {"A": "second", "B": "first", "C": "fourth"}


def test_items_may_be_left_out_and_said_twice() -> None:
    assert read_matching("c1", ITEMS, OPTIONS) == {"C": "first"}
    assert read_matching("a1 a1 b1", ITEMS, OPTIONS) == {"A": "first", "B": "first"}


@pytest.mark.parametrize(
    "text", ["", "a1 b", "a5", "d1", "a1 a2", "2 1", "first", "a1 and so on", "a" * 10**6, "1a 2b"]
)
def test_no_matching(text: str) -> None:
    with pytest.raises(NotRead):
        read_matching(text, ITEMS, OPTIONS)


@given(st.text(alphabet="abcd0123456789 ,;.-→()№>", max_size=40) | st.text(max_size=60))
def test_no_text_does_worse_than_to_be_refused(text: str) -> None:
    for read in (read_choice, read_choices, read_ordering):
        with contextlib.suppress(NotRead):
            read(text, OPTIONS)
    with contextlib.suppress(NotRead):
        assert set(read_matching(text, ITEMS, OPTIONS)) <= set(ITEMS)
