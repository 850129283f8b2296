"""A database that does not do what it should: one line that says what to do, nothing lost, no password told."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from grader.errors import GraderError
from grader.gradebook import SqlGradebook, database, open_gradebook
from grader.gradebook.remedies import remedy
from tests.unit.graded_class import RUN, card, fill, mark
from tests.unit.postgresql import USER

PASSWORD = "s3cret"


def told(action: Callable[[], object]) -> str:
    """The one line that an action ends with."""
    with pytest.raises(GraderError) as error:
        action()
    line = str(error.value)
    assert "\n" not in line
    assert PASSWORD not in line
    return line


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A gradebook with a class in it."""
    place = tmp_path / "gradebook.sqlite"
    with open_gradebook(place) as book:
        fill(book)
    return place


def refused(place: Path, statement: str, *before: str, options: str = "") -> exc.DBAPIError:
    """The error that SQLite gives for a statement."""
    with closing(sqlite3.connect(f"file:{place}?{options}", uri=True, timeout=0)) as connection:
        for one in before:
            connection.execute(one)
        with pytest.raises(sqlite3.Error) as error:
            connection.execute(statement)
    return exc.DBAPIError(statement, None, error.value)


def test_what_sqlite_refuses_is_told_by_its_code(path, tmp_path):
    read_only = remedy(refused(path, "DELETE FROM marks", options="mode=ro"))
    assert "cannot be opened for writing (attempt to write a readonly database)" in read_only
    run = "INSERT INTO sightings (run, scorecard, after) VALUES ('none', 1, 1)"
    assert "a run that was not started" in remedy(refused(path, run, "PRAGMA foreign_keys = ON"))
    locked = tmp_path / "locked connection.sqlite"  # a name that says something else
    locked.write_text("no database of anybody " * 50)
    assert "damaged or is something else" in remedy(refused(locked, "SELECT 1 FROM marks"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "another program has been writing" in remedy(refused(path, "DELETE FROM marks"))


@pytest.fixture
def little_room() -> Iterator[None]:
    """Databases that are opened may not grow beyond fifty pages: to SQLite, the disk is full."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 50")

    sa.event.listen(sa.Engine, "connect", limit)
    yield
    sa.event.remove(sa.Engine, "connect", limit)


def test_a_full_disk_stops_the_run_and_what_was_appended_is_kept(path, little_room):
    kept: list[str] = []

    def append_for_ever() -> None:
        with open_gradebook(path) as book:
            for number in range(1000):
                book.append(RUN.id, card(f"s{number}", notes=("x" * 3000,)))
                kept.append(f"s{number}")

    assert "the disk is full" in told(append_for_ever)
    sa.event.listen(
        sa.Engine, "connect", room := lambda connection, _: connection.execute("PRAGMA max_page_count=9999")
    )
    try:
        with open_gradebook(path) as book:
            assert [one.card.student for one in book.scorecards()][2:] == kept
            assert len(kept) > 3
            assert not book.verify().faults
            assert book.append(RUN.id, card("later"))
    finally:
        sa.event.remove(sa.Engine, "connect", room)


def test_who_has_waited_long_enough_is_told_and_readers_need_not_wait(database, monkeypatch):
    with open_gradebook(database) as book:
        fill(book)
    monkeypatch.setattr("grader.gradebook.database.BUSY_SECONDS", 0.05)
    with open_gradebook(database) as first, open_gradebook(database) as second, first._database.writing():
        assert "another program has been writing for 30 s" in told(lambda: second.append(RUN.id, card("waits")))
        assert len(second.scorecards()) == 2
    with open_gradebook(database) as book:
        assert book.append(RUN.id, card("waits"))
        assert not book.verify().faults


@pytest.mark.parametrize("another", [False, True])
def test_a_file_that_was_moved_while_it_was_open_is_not_written_to(path, tmp_path, another):
    old = tmp_path / "old"
    old.mkdir()
    with open_gradebook(path) as book:
        book.append(RUN.id, card("before"))
        for part in tmp_path.glob("gradebook.sqlite*"):
            shutil.move(part, old)
        if another:
            open_gradebook(path).close()
        assert "was moved or replaced while it was open" in told(lambda: book.append(RUN.id, card("after")))
    with open_gradebook(old / path.name) as book:
        assert [one.card.student for one in book.scorecards()][-1] == "before"
        assert not book.verify().faults


@pytest.fixture
def admin(postgresql_server: Path) -> Iterator[psycopg.Connection]:
    """A connection that may do everything on the server."""
    with psycopg.connect(host=str(postgresql_server), user=USER, dbname="postgres", autocommit=True) as connection:
        yield connection


def test_why_a_server_cannot_be_used(postgresql_server, admin):
    home = postgresql_server
    access = home / "data" / "pg_hba.conf"
    access.write_text(f"local all locked scram-sha-256\n{access.read_text()}")
    for statement in (
        "CREATE ROLE locked LOGIN PASSWORD 'right'",
        "CREATE ROLE poor LOGIN",
        "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'",
        "CREATE SCHEMA shop CREATE TABLE birds (name text)",
        "SELECT pg_reload_conf()",
    ):
        admin.execute(statement)
    look = "look at host, name, user and password in the URL, and whether the server runs"
    for url, what, advice in (
        (f"locked:{PASSWORD}@/postgres?host={home}", "password authentication failed", look),
        (f"locked@/postgres?host={home}", "no password supplied", look),
        (f"{USER}@/nowhere?host={home}", 'database "nowhere" does not exist', look),
        (f"nobody:{PASSWORD}@/postgres?host={home}", 'role "nobody" does not exist', look),
        (f"{USER}:{PASSWORD}@/postgres?host={home}/nowhere", "No such file or directory", look),
        (f"{USER}@/postgres?host={home}&options=-csearch_path%3Dshop", "not a gradebook, it holds something else", ""),
        (f"{USER}@/latin?host={home}", "its texts are LATIN1", "WITH ENCODING 'UTF8'"),
        (f"poor@/postgres?host={home}", "permission denied", "ask the owner of the database"),
        (f"{USER}:{PASSWORD}@/postgres?host={home}&nonsense=1", 'invalid connection option "nonsense"', look),
    ):
        line = told(lambda url=url: open_gradebook(f"postgresql://{url}"))
        assert line.startswith("postgresql://")
        assert what in line
        assert advice in line


def test_a_server_that_goes_away_in_the_middle_is_told_and_gone_on_with(new_database, admin):
    url = new_database().replace(USER, "passing", 1)
    admin.execute("CREATE ROLE passing LOGIN SUPERUSER")
    away = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'passing'"

    def in_the_middle(book: SqlGradebook) -> None:
        with book._database.writing() as connection:
            connection.execute(sa.text("DELETE FROM marks"))
            admin.execute(away)
            connection.execute(sa.text("SELECT 1"))

    with open_gradebook(url) as book:
        fill(book)
        assert "what was appended is kept" in told(lambda: in_the_middle(book))
        assert len(book.marks()) > 0
        admin.execute(away)  # while nothing is done: not even noticed
        assert book.append(RUN.id, card("later"))
        admin.execute("ALTER ROLE passing NOLOGIN")
        admin.execute(away)
        assert "whether the server runs" in told(lambda: book.add_marks([mark("anna", 1)]))
        admin.execute("ALTER ROLE passing LOGIN")
        assert book.add_marks([mark("anna", 1)]) == 1
        assert not book.verify().faults


def test_a_password_is_nowhere_in_the_gradebook(new_database, tmp_path):
    url = new_database().replace(f"{USER}@", f"{USER}:{PASSWORD}@", 1)
    with open_gradebook(url) as book:
        fill(book)
        assert PASSWORD not in book.place
        assert PASSWORD not in repr(vars(database))
        with book._database.reading() as connection:
            for name in sa.inspect(connection).get_table_names():
                rows = connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()
                assert PASSWORD not in repr(rows), name
