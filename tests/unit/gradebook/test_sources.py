"""Texts beside the grades: read back as they were, by digest, on every kind of gradebook."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from grader.gradebook import MemoryGradebook, Source, open_gradebook, template_source
from grader.gradebook.database import Database
from tests.unit.conftest import SQLITE_AND_POSTGRESQL

TEXT = "def f(x):\n    return x  # ж\r\n\0"


@pytest.fixture(params=["memory", *SQLITE_AND_POSTGRESQL])
def gradebook(request, tmp_path):
    if request.param == "memory":
        yield MemoryGradebook()
        return
    in_file = request.param == "sqlite"
    with open_gradebook(
        tmp_path / "gradebook.sqlite" if in_file else request.getfixturevalue("new_database")()
    ) as book:
        yield book
        assert not book.verify().faults


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


def test_a_text_that_was_changed_behind_the_gradebooks_back_is_found(database):
    with open_gradebook(database) as book:
        book.sources.keep([source("a"), source("b", "other")])
        assert not book.verify().faults
    behind = Database(database)
    with behind.writing() as connection:
        other = "(SELECT text FROM sources WHERE digest = 'b')"
        connection.execute(sa.text(f"UPDATE sources SET text = {other} WHERE digest = 'a'"))
    behind.close()
    with open_gradebook(database) as book:
        assert [str(fault) for fault in book.verify().faults][:1] == ["sources, sequence 1: changed"]


def test_texts_are_kept_once_by_two_graders_at_once(database):
    texts = [source(str(number), f"text {number}") for number in range(30)]
    start = threading.Barrier(2)

    def keep() -> int:
        with open_gradebook(database) as book:
            start.wait()
            return book.sources.keep(texts)

    open_gradebook(database).close()
    with ThreadPoolExecutor(2) as pool:
        counts = sorted(done.result() for done in [pool.submit(keep) for _ in range(2)])
    assert counts == [0, 30]
    with open_gradebook(database) as book:
        assert len(book.sources.of("hw01")) == 30
        assert not book.verify().faults
