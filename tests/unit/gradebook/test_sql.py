"""What a database adds: other processes, sudden ends, damage."""

import multiprocessing
import os
import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.gradebook import open_gradebook
from tests.unit.graded_class import RUN, card, held_tasks, mark, mixed_tasks

SPAWN = multiprocessing.get_context("spawn")
CARDS = 20


@pytest.fixture
def path(tmp_path) -> Path:
    """A gradebook in which a run has started."""
    with open_gradebook(tmp_path / "gradebook.sqlite") as gradebook:
        gradebook.start(RUN)
    return tmp_path / "gradebook.sqlite"


@pytest.fixture
def place(database: str) -> str:
    """A gradebook in which a run has started, in a file and on a server."""
    with open_gradebook(database) as gradebook:
        gradebook.start(RUN)
    return database


def append_many(place: str, own: str, start: threading.Barrier) -> tuple[int, int]:
    """Appends the same cards as everybody, and as many of its own, by a connection of its own; how many were new."""
    with open_gradebook(place) as gradebook:
        start.wait()
        same = [gradebook.append(RUN.id, card(f"shared{i}", mixed_tasks())) for i in range(CARDS)]
        mine = [gradebook.append(RUN.id, card(f"{own}{i}")) for i in range(CARDS)]
    return sum(same), sum(mine)


def append_for_ever(place: str, result: Connection) -> None:
    """Appends cards until it is killed, and says so after each."""
    with open_gradebook(place) as gradebook:
        index = 0
        while True:
            gradebook.append(RUN.id, card(f"s{index}"))
            index += 1
            result.send(index)


def test_writers_at_once_never_record_the_same_work_twice_and_keep_one_chain(place):
    names, start = ["one", "two", "three"], threading.Barrier(3)
    with ThreadPoolExecutor(len(names)) as pool:
        counts = list(pool.map(lambda name: append_many(place, name, start), names))
    assert sum(same for same, _ in counts) == CARDS
    assert [mine for _, mine in counts] == [CARDS] * len(names)
    with open_gradebook(place) as gradebook:
        assert len(gradebook.scorecards()) == 4 * CARDS
        assert not gradebook.verify().faults
        assert gradebook.verify().head.count == 4 * CARDS + 1


def test_a_killed_writer_loses_nothing_that_it_had_appended(place):
    ours, theirs = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=append_for_ever, args=(place, theirs))
    process.start()
    appended = 0
    while appended < 25:
        appended = ours.recv()
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    while ours.poll():
        appended = ours.recv()
    with open_gradebook(place) as gradebook:
        found = [recorded.card.student for recorded in gradebook.scorecards()]
        assert found == [f"s{index}" for index in range(len(found))]
        assert len(found) in (appended, appended + 1)
        assert gradebook.append(RUN.id, card("after"))
        assert not gradebook.verify().faults
    if "://" not in place:
        with closing(sqlite3.connect(place)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_database_itself_refuses_doubles_and_only_doubles(path):
    with open_gradebook(path) as gradebook:
        gradebook.append(RUN.id, card(received=None))
        gradebook.append(RUN.id, card("held", held_tasks()))
    copy = (
        "INSERT INTO scorecards (run, student, assignment, submission, received, assignment_digest, held, score, "
        "document) SELECT run, student, assignment, submission, received, assignment_digest, held, score, document "
        "FROM scorecards WHERE held = ?"
    )
    with closing(sqlite3.connect(path)) as connection:
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(copy, (False,))
        connection.execute(copy, (True,))


def test_marks_are_added_all_or_none(path):
    broken = replace(mark("bob", 1), student=None)
    with open_gradebook(path) as gradebook:
        with pytest.raises((GraderError, AttributeError)):
            gradebook.add_marks([mark("anna", 1), broken])
        assert gradebook.marks() == []


def test_people_can_read_the_scores(path):
    with open_gradebook(path) as gradebook:
        gradebook.append(RUN.id, card(tasks=mixed_tasks()))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT student, score FROM scorecards").fetchall() == [("anna", "3")]


def test_what_is_not_there_is_made_or_refused(tmp_path):
    with pytest.raises(GraderError, match="there is no gradebook here"):
        open_gradebook(tmp_path / "none.sqlite", must_exist=True)
    assert not (tmp_path / "none.sqlite").exists()
    with open_gradebook(f"sqlite:///{tmp_path}/url.sqlite") as gradebook:
        assert gradebook.latest_run() is None
    open_gradebook(tmp_path / "url.sqlite", must_exist=True).close()


@pytest.mark.parametrize(
    "url", ["mysql://host/name", "nonsense://", "://", "postgresql://host:port/name", "postgresql://[::1/x"]
)
def test_other_databases_are_refused(url):
    with pytest.raises(GraderError):
        open_gradebook(url)


def test_a_password_is_not_printed():
    refused = "look at host, name, user and password in the URL, and whether the server runs"
    for url, said in {
        "postgresql://me:s3cret@localhost:1/none": refused,
        "postgresql://localhost:1/none?user=me&password=s3cret": refused,
        "postgresql://me:s3cret@localhost:port/none": "not a database URL",
    }.items():
        with pytest.raises(GraderError, match=said) as error:
            open_gradebook(url)
        assert "s3cret" not in str(error.value)
        assert "\n" not in str(error.value)


def test_a_file_of_something_else_is_refused_and_kept(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a database " * 100)
    with pytest.raises(GraderError, match=r"notes\.txt: the gradebook is damaged or is something else"):
        open_gradebook(text)
    assert text.read_text().startswith("not a database")
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE birds (name)")
        connection.commit()
    with pytest.raises(GraderError, match="not a gradebook"):
        open_gradebook(other)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(GraderError, match="cannot be opened"):
        open_gradebook(tmp_path)


def test_a_gradebook_of_another_version_is_refused(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE grader_format SET version = 99")
        connection.commit()
    with pytest.raises(GraderError, match="format 99"):
        open_gradebook(path)


def test_a_damaged_document_is_told_with_a_remedy(path):
    with open_gradebook(path) as gradebook:
        gradebook.append(RUN.id, card())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE scorecards SET document = '{\"student\": 3}'")
        connection.commit()
    with open_gradebook(path) as gradebook, pytest.raises(GraderError, match="restore the file from a copy"):
        gradebook.scorecards()


def test_a_cut_off_file_is_an_error_and_never_an_empty_gradebook(path):
    with open_gradebook(path) as gradebook:
        for index in range(20):
            gradebook.append(RUN.id, card(f"s{index}"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(GraderError, match="damaged"), open_gradebook(path) as gradebook:
        gradebook.scorecards()
