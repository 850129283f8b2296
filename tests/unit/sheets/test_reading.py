"""Answer sheets as they come back: three forms, the same facts, and nothing that stops a class."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sheets import FORMAT, Sheet, answered, from_text, read_sheet, to_text
from grader.sources import Unreadable
from tests.unit.notebook_files import notebook
from tests.unit.tiny_quiz import as_json, as_markdown, as_notebook

FACTS = {"assignment": "test01", "student": "anna", "variant": "0123456789"}
ANSWERS = {
    "a.mean": "1,5",
    "a.total": "",
    "b.m": "[[1, 2],\n[3, 4]]",
    "c.code": "x = 1\nif x:\n    y = '\"'",
    "d.f": "x^2",
}
FORMS = [as_json, as_markdown, as_notebook]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form) -> None:
    assert read_sheet(form(FACTS, ANSWERS)) == Sheet(format=FORMAT, **FACTS, answers=ANSWERS)


@pytest.mark.parametrize("form", FORMS)
@given(
    answers=st.dictionaries(
        st.from_regex(r"[a-z_]{1,8}\.[a-z_]{1,8}", fullmatch=True),
        st.text(
            alphabet=st.characters(
                exclude_characters="'\\\r\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", exclude_categories=["Cs", "Cc"]
            )
            | st.just("\n"),
            max_size=30,
        ).map(str.strip),
        max_size=5,
    )
)
def test_every_answer_comes_back_as_it_was_typed(form, answers) -> None:
    sheet = read_sheet(form(FACTS, answers))
    assert sheet.answers == answers
    assert from_text(to_text(sheet)) == sheet
    assert answered(form(FACTS, answers)) == sum(bool(text.strip()) for text in answers.values())


def test_what_is_typed_without_quotes_is_an_answer_all_the_same() -> None:
    text = """\
Some text with `[answers]` in it.

```python
print("not this one")
```

```toml
format = "grader-answers-1"
variant = 0123
[answers]
"a.mean" = 1,5   # I am sure
"a.n" = 3
b.k = "2"
"c.code" = '''
x = 1  # one
'''
"d.m" = [[1.50, 2], [3, 4]]
"d.f" = x*(1-x)
"e.e" = "unclosed
nonsense
```
"""
    sheet = read_sheet(text.encode())
    assert sheet.answers == {
        "a.mean": "1,5",
        "a.n": "3",
        "b.k": "2",
        "c.code": "x = 1  # one\n",
        "d.m": "[[1.50, 2], [3, 4]]",
        "d.f": "x*(1-x)",
        "e.e": "unclosed",
    }
    assert sheet.variant == "0123"
    assert sheet.notes == ("sheet_typed|line 9, line 11, line 18, line 19, line 20",)


def test_toml_that_is_right_needs_no_quotes_around_numbers_and_keys() -> None:
    sheet = read_sheet(b'[answers]\na.mean = 1.50\n"a.n" = 3\n[answers.b]\nk = [1, 2]\nflag = true\n')
    assert sheet.answers == {"a.mean": "1.50", "a.n": "3", "b.k": "[1, 2]"}
    assert sheet.notes == ()


def test_a_notebook_is_read_and_not_run() -> None:
    raw = notebook(
        f'format = "{FORMAT}"\nvariant = "v"\nanswers = {{}}',
        'open("/tmp/never", "w")\nanswers["a.mean"] = 1,5',
        "answers['a.third'] = 1/3",
        'answers["a.f"] = x*(1-x',
        'answers["a.m"] = [[1,\n 2], [3, 4]]',
        'answers["a.none"] = None\nanswers["a.e"] = "π"; answers["a.g"] = f"{1}"',
        'variant = "another"\nstudent = 3',
        "%matplotlib inline\nanswers['a.p'] = 'after a magic'",
    )
    sheet = read_sheet(raw)
    assert sheet.answers == {
        "a.mean": "1,5",
        "a.third": "1/3",
        "a.f": "x*(1-x",
        "a.m": "[[1,\n 2], [3, 4]]",
        "a.none": "",
        "a.e": "π",
        "a.g": 'f"{1}"',
        "a.p": "after a magic",
    }
    assert sheet.variant == "v"
    assert sheet.notes == ("sheet_typed|cell 4, line 1",)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"format": "grader-answers-1", "answers": {"a.x": "1", "a.x": "2"}}',
        b'[answers]\n"a.x" = "1"\n"a.x" = "2"\n',
        notebook("answers['a.x'] = '1'\nanswers['a.x'] = '2'"),
    ],
)
def test_of_two_answers_the_last_counts_and_that_is_told(raw: bytes) -> None:
    sheet = read_sheet(raw)
    assert sheet.answers == {"a.x": "2"}
    assert sheet.notes[0] == "answer_twice|a.x"


def test_an_empty_answer_replaces_nothing() -> None:
    assert read_sheet(b'{"answers": {"a.x": "1", "a.x": ""}}').answers == {"a.x": "1"}


def test_numbers_of_json_are_what_was_typed() -> None:
    sheet = read_sheet(
        b'{"answers": {"a": 1.50, "b": 7, "c": [1.0, 2], "d": null, "e": true, "f": {"x": 1}, "g": NaN}}'
    )
    assert sheet.answers == {"a": "1.50", "b": "7", "c": "[1.0, 2]", "g": "NaN"}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"hello", "not_a_sheet"),
        (b'{"a": 1}', "not_a_sheet"),
        (b'{"answers": []}', "not_a_sheet"),
        (b'{"answers": {"a": "1"', "sheet_cut_off"),
        (b'{"answers": {"a": "1', "sheet_cut_off"),
        (b'{"answers": {"a": "1"}} x', "not_a_sheet"),
        (b"{answers: 1}", "not_a_sheet"),
        (b"<!DOCTYPE html><html></html>", "html_page"),
        (b"\xef\xbb\xbf\n <HTML>", "html_page"),
        ("[answers]\nx = 'й'".encode("cp1251"), "encoding"),
        ("[answers]".encode("utf-16"), "encoding"),
        (notebook("x = 1"), "not_a_sheet"),
        (b"# Only text\n\n```\ncode\n```\n", "not_a_sheet"),
        (b"[answers]\n" + b"a" * 300_000, "too_large"),
        (b"{" * 100_000, "not_a_sheet"),
        (b'{"answers":' + b"[" * 100_000, "not_a_sheet"),
    ],
)
def test_what_is_no_sheet_says_why(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheet(raw)
    assert refused.value.reason == reason
    assert answered(raw) == -1


@pytest.mark.parametrize(
    "raw",
    [
        b"[answers]\n" + b"a." * 100_000,
        b"[answers]\nx = {" + b"a." * 100_000 + b" = 1}",
        b"[answers]\n" + (b"a." * 39 + b"x = 1\n") * 2000,
        b"[answers]\nx = " + b" " * 200_000 + b"y",
        b"[answers]\nx = " + b"[" * 100_000,
        b"[answers]\nx = '''" + b"a\n" * 100_000,
        b"`" * 250_000,
        b"```\n" * 60_000,
        notebook("answers['x'] = " + "(" * 50_000),
        notebook("\n".join(f"answers['{n}'] = {n}" for n in range(4000))),
    ],
)
def test_what_was_made_to_take_long_does_not(raw: bytes) -> None:
    try:
        sheet = read_sheet(raw)
    except Unreadable:
        return
    assert len(sheet.answers) <= 1000
    assert all(len(text) <= 20_000 for text in sheet.answers.values())


@given(st.binary(max_size=300) | st.text(alphabet="[]answers.=\"'\n{}:,1x#`~ ", max_size=120).map(str.encode))
def test_no_bytes_do_worse_than_to_be_refused(raw: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read_sheet(raw)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.integers(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
        max_leaves=10,
    )
)
def test_no_json_does(value) -> None:
    for document in (value, {"answers": value}, {"answers": {"x": value}, "variant": value}):
        with contextlib.suppress(Unreadable):
            read_sheet(json.dumps(document).encode())
