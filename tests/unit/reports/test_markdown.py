import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from grader import messages
from grader.reports.markdown import Markdown, capitalised, cell, escaped, file_name, prose

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
HOSTILE = st.lists(
    st.sampled_from(["`", "``", "|", "\\", "<script>", "](javascript:x)", "![i](u)", "*", "_", "#", "&lt;", "- ", "a"]),
    max_size=8,
).map("".join)
HTML_ALLOWED = re.compile(r"</?(p|code|table|thead|tbody|tr|th|td)>")


def html(text: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


@given(st.one_of(ANY_TEXT, HOSTILE))
def test_escaped_text_is_shown_as_it_is(text):
    shown = " ".join(re.sub(r"</?p>", "", html("x " + escaped(text))).split())
    expected = " ".join(("x " + text).split())
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        expected = expected.replace(plain, entity)
    assert shown == expected.replace("\x00", "\ufffd")


@given(st.one_of(ANY_TEXT, HOSTILE))
def test_no_text_leaves_its_cell_or_becomes_html(text):
    sentence = f"raised {messages.code(text)} where {messages.clean(text)} was expected"
    rendered = html(f"| a | b |\n|---|---|\n| {cell(sentence)} | {cell(text)} |\n")
    assert len(re.findall("<td>", rendered)) == 2
    assert "<" not in HTML_ALLOWED.sub("", rendered)


@given(HOSTILE)
def test_code_in_prose_is_shown_as_it_is(text):
    rendered = html(prose(f"see {messages.code(text)}"))
    assert rendered.count("<code>") == 1
    assert "<" not in HTML_ALLOWED.sub("", rendered)


def test_markdown_is_not_escaped_twice():
    assert escaped(prose("`a_b` is *not*")) == r"`a_b` is \*not\*"
    assert capitalised(Markdown("not (4)")) == "Not (4)"
    assert isinstance(capitalised(Markdown("x")), Markdown)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("anna", "anna"),
        ("Иванова_Анна", "Иванова_Анна"),
        ("a.b@c.org", "a.b@c.org"),
        ("../../etc", "%2E.%2F..%2Fetc"),
        ("..", "%2E."),
        (".hidden", "%2Ehidden"),
        ("a/b\\c", "a%2Fb%5Cc"),
        ("=cmd", "%3Dcmd"),
        ("nul\x00", "nul%00"),
    ],
)
def test_a_file_name_stays_in_its_folder(text, name):
    assert file_name(text) == name


@given(st.text(st.characters(), max_size=300))
def test_every_id_has_a_file_name_that_a_file_system_takes(text):
    name = file_name(text)
    assert 0 < len(name.encode("utf-8")) < 200
    assert not name.startswith(".") and not set(name) & set('/\\\x00<>:"|?*')


@given(st.lists(st.text("a./%é~", max_size=5), unique=True))
def test_different_ids_have_different_names(ids):
    assert len({file_name(one) for one in ids}) == len(ids)
