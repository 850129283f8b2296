from hypothesis import given
from hypothesis import strategies as st

from grader import messages
from grader.reports.words import Words, prose
from tests.unit.reports.html_pages import parse

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
HOSTILE = st.lists(
    st.sampled_from(["`", "``", "</code>", "<script>", '"', "'", "<!--", "]]>", "&lt;", "&", "{{ x }}", "a", " "]),
    max_size=8,
).map("".join)


@given(st.one_of(ANY_TEXT, HOSTILE))
def test_code_of_a_student_is_shown_as_it_is(text):
    page = parse(f"<p>{prose(f'see {messages.code(text)}')}</p>")
    assert [name for name, _ in page.elements] == ["p", "code"]
    shown = " ".join(f"see {messages.code(text)[1:-1]}".split())
    assert page.text == shown.replace(" %", "\u00a0%") or page.text == shown


@given(st.one_of(ANY_TEXT, HOSTILE))
def test_no_text_becomes_an_element(text):
    page = parse(f"<p>{prose(text)}</p>")
    assert page.tags() <= {"p", "code"}


@given(HOSTILE)
def test_a_label_stays_in_its_attribute(text):
    label = Words("en").label({"en": text}, text, ())
    assert "`" not in Words("en").heading({"en": text})
    assert label.endswith(".")


def test_code_is_code_and_percents_stay_with_their_numbers():
    assert prose("a `b < c` is 30 %") == "a <code>b &lt; c</code> is 30\u00a0%"
