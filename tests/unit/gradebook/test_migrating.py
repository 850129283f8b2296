"""Gradebooks of older formats are brought to this one in place; none loses a row."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from grader.errors import GraderError
from grader.gradebook import chain, open_gradebook, tables
from grader.gradebook.database import Database
from grader.gradebook.migrating import upgrade

FORMAT_1 = Path(__file__).with_name("format_1.sql")
"""Written by the grader that knew format 1: three runs, five scorecards, a sighting, three marks."""

ROWS = {"courses": 2, "runs": 3, "scorecards": 5, "sightings": 1, "marks": 3}

Rows = dict[str, list[Any]]


def make_file(path: Path) -> str:
    """The gradebook of format 1 as a file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FORMAT_1.read_text(encoding="utf-8"))
    return str(path)


def make_on_server(path: Path, url: str) -> str:
    """The same rows in a PostgreSQL database of format 1."""
    old, new = sa.create_engine(f"sqlite:///{make_file(path)}"), Database(url)
    with old.connect() as source, new.writing() as target:
        upgrade(target, 0, 1)
        target.execute(sa.text("DROP TABLE alembic_version"))
        for name in ROWS:
            table = tables.metadata.tables[name]
            target.execute(sa.insert(table), [dict(row) for row in source.execute(sa.select(table)).mappings()])
    old.dispose()
    new.close()
    return url


@pytest.fixture
def old(database: str, tmp_path: Path) -> str:
    """A gradebook of format 1, in a file and on a server."""
    path = tmp_path / "old.sqlite"
    return make_on_server(path, database) if "://" in database else make_file(path)


def rows(place: str) -> Rows:
    """Every row of format 1's tables."""
    behind = Database(place)
    with behind.reading() as connection:
        found = {name: list(connection.execute(sa.select(tables.metadata.tables[name]))) for name in ROWS}
    behind.close()
    return found


def test_an_older_gradebook_is_upgraded_in_place_without_losing_a_row(old):
    before = rows(old)
    assert {name: len(found) for name, found in before.items()} == ROWS
    with open_gradebook(old) as book:
        assert rows(old) == before
        assert not book.verify().faults
        assert book.verify().head.count == sum(ROWS.values()) - ROWS["courses"]
        assert [(one.run_id, one.card.student, one.card.score) for one in book.scorecards()] == [
            ("run-1", "bob", 10),
            ("run-2", "bob", 10),
            ("run-2", "anna", 9),
            ("run-2", "zoe", 3),
            ("run-1", "anna", Fraction(12, 5)),  # was seen again
        ]
        assert [(one.student, one.points) for one in book.marks()] == [
            ("anna", 8),
            ("bob", Fraction(15, 2)),
            ("bob", Fraction(17, 3)),
        ]
        assert [run.id for run in book.runs()] == ["run-1", "run-2", "run-3"]
        assert book.overrides() == []
        assert book.runs()[1].course.title["ru"] == "Курс «два»"
    with open_gradebook(old) as again:
        assert not again.verify().faults


def test_an_upgrade_that_fails_leaves_the_gradebook_as_it_was(old, monkeypatch):
    before = rows(old)
    with monkeypatch.context() as broken:
        broken.setattr(chain, "head", lambda connection: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_gradebook(old)
    behind = Database(old)
    with behind.reading() as connection:
        present = set(sa.inspect(connection).get_table_names())
        assert connection.execute(sa.select(tables.formats.c.version)).scalar() == 1
    behind.close()
    assert present == {"grader_format", *ROWS}
    assert rows(old) == before
    with open_gradebook(old) as book:
        assert not book.verify().faults


def test_graders_that_open_it_at_once_upgrade_it_once(old):
    def opened(_: int) -> int:
        with open_gradebook(old) as book:
            return book.verify().head.count

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(opened, range(4))) == {12}


def test_the_migrations_make_exactly_the_tables_that_the_grader_uses(database):
    open_gradebook(database).close()
    behind = Database(database)
    with behind.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
        newest = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    behind.close()
    assert newest == str(tables.FORMAT)


def test_a_gradebook_of_a_newer_grader_is_refused_and_kept(database):
    open_gradebook(database).close()
    behind = Database(database)
    with behind.writing() as connection:
        connection.execute(sa.update(tables.formats).values(version=99))
    behind.close()
    with pytest.raises(GraderError, match=f"format 99, and this grader knows format {tables.FORMAT}"):
        open_gradebook(database)


def test_a_database_of_something_else_or_without_a_table_is_refused(new_database: Callable[[], str]):
    url = new_database()
    behind = Database(url)
    with behind.writing() as connection:
        connection.execute(sa.text("CREATE TABLE birds (name text)"))
    with pytest.raises(GraderError, match="not a gradebook"):
        open_gradebook(url)
    with behind.writing() as connection:
        connection.execute(sa.text("DROP TABLE birds"))
    with pytest.raises(GraderError, match="there is no gradebook here"):
        open_gradebook(url, must_exist=True)
    open_gradebook(url).close()
    with behind.writing() as connection:
        connection.execute(sa.text("DROP TABLE sightings"))
    behind.close()
    with pytest.raises(GraderError, match="tables of the gradebook are missing"):
        open_gradebook(url)
