"""Texts beside the grades: read back as they were, by digest, on every kind of gradebook."""

import sqlite3
from contextlib import closing

import pytest

from grader.gradebook import MemoryGradebook, Source, open_gradebook, template_source

TEXT = "def f(x):\n    return x  # ж\r\n\0"


@pytest.fixture(params=["memory", "sqlite"])
def gradebook(request, tmp_path):
    if request.param == "memory":
        yield MemoryGradebook()
    else:
        with open_gradebook(tmp_path / "gradebook.sqlite") as book:
            yield book


def source(digest: str, text: str = TEXT, assignment: str = "hw01") -> Source:
    return Source(assignment=assignment, digest=digest, text=text)


def test_a_text_is_read_back_by_its_assignment_and_digest(gradebook):
    assert gradebook.sources.keep([source("a"), source("b", "other"), source("a", "third", "hw02")]) == 3
    assert gradebook.sources.of("hw01") == {"a": TEXT, "b": "other"}
    assert gradebook.sources.of("hw02") == {"a": "third"}
    assert gradebook.sources.of("hw03") == {}


def test_a_text_is_added_once_and_never_changed(gradebook):
    gradebook.sources.keep([source("a")])
    assert gradebook.sources.keep([source("a", "forged"), source("b")]) == 1
    assert gradebook.sources.of("hw01")["a"] == TEXT


def test_templates_are_apart_from_what_was_handed_in(gradebook):
    gradebook.sources.keep([source("a"), template_source("hw01", "stub"), template_source("hw01", "заглушка")])
    assert set(gradebook.sources.of("hw01", "template").values()) == {"stub", "заглушка"}
    assert gradebook.sources.of("hw01") == {"a": TEXT}


def test_a_half_surrogate_does_not_lose_the_class(gradebook):
    gradebook.sources.keep([source("a", "x = '\ud800'"), source("b")])
    assert gradebook.sources.of("hw01")["b"] == TEXT


def test_a_text_that_was_changed_behind_the_gradebooks_back_is_found(tmp_path):
    place = tmp_path / "gradebook.sqlite"
    with open_gradebook(place) as book:
        book.sources.keep([source("a"), source("b", "other")])
        assert not book.verify().faults
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE sources SET text = (SELECT text FROM sources WHERE digest = 'b') WHERE digest = 'a'")
    with open_gradebook(place) as book:
        assert [str(fault) for fault in book.verify().faults][:1] == ["sources, sequence 1: changed"]
