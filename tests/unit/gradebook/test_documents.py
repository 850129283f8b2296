from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook.documents import DocumentError, from_document, to_document
from grader.model import Course, Difference, Mark, Scorecard
from tests.unit.graded_class import COURSE, NOW, card, mixed_tasks


def test_nouns_go_to_json_and_back():
    for noun in (COURSE, card(), card(tasks=mixed_tasks(), received=None)):
        assert from_document(to_document(noun), type(noun)) == noun


@given(st.fractions(), st.text(st.characters(exclude_categories=["Cs"])))
def test_points_and_text_stay_exact(points, text):
    mark = Mark(student=text, assignment="exam", points=points, source=text, imported=NOW)
    assert from_document(to_document(mark), Mark) == mark


@given(st.floats(), st.floats(allow_nan=False))
def test_floats_stay_exact(error, tolerance):
    difference = Difference(kind="value", path="x", error=error, tolerance=tolerance)
    assert repr(from_document(to_document(difference), Difference)) == repr(difference)


@pytest.mark.parametrize("document", ["", "{", "[]", "{}", '{"name": 3}', "null"])
def test_what_is_not_the_noun_is_refused(document):
    for kind in (Course, Scorecard, Mark):
        with pytest.raises(DocumentError):
            from_document(document, kind)


def test_what_is_not_a_fraction_is_refused():
    mark = Mark(student="a", assignment="b", points=Fraction(1, 3), source="", imported=NOW)
    for broken in ('"1/0"', '"x"', "0.5"):
        with pytest.raises(DocumentError):
            from_document(to_document(mark).replace('"1/3"', broken), Mark)
