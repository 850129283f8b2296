"""What was changed behind the gradebook's back is found, and the first of it named."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from fractions import Fraction
from functools import partial

import pytest
import sqlalchemy as sa

from grader.errors import GraderError
from grader.gradebook import Head, Source, SqlGradebook, chain, open_gradebook, tables
from grader.gradebook.database import Database
from tests.unit.graded_class import RUN, card, fill, mark, submission_of
from tests.unit.test_overriding import override

Tamper = Callable[[str], None]


@pytest.fixture
def gradebook(database: str) -> SqlGradebook:
    """Two scorecards, one of them seen again, three marks, two overrides."""
    with open_gradebook(database) as book:
        fill(book)
        book.append(RUN.id, card("anna", submission="second"))
        book.sight(RUN.id, _seen_again(book), "version-1")
        book.add_marks([mark("bob", Fraction(17, 3))])
        book.add_override(override("linear", Fraction(7, 3)))
        book.add_override(override("linear", None))
        yield book


def _seen_again(book: SqlGradebook):
    return submission_of(book.scorecards("anna")[0].card)


@pytest.fixture
def tamper(gradebook: SqlGradebook, database: str) -> Tamper:
    """Executes SQL without the gradebook's knowledge."""

    def execute(statement: str) -> None:
        behind = Database(database)
        with behind.writing() as connection:
            connection.execute(sa.text(statement))
        behind.close()

    return execute


def test_a_sound_gradebook_has_no_fault_and_its_head_grows(gradebook):
    verified = gradebook.verify()
    assert not verified.faults
    assert verified.head.count == 10  # a run, three scorecards, a sighting, three marks, two overrides
    gradebook.add_override(override())
    assert gradebook.verify().head.count == 11


TAMPERINGS = [
    ("UPDATE scorecards SET score = '10' WHERE sequence = 1", "scorecards, sequence 1: changed"),
    ("UPDATE runs SET grader = '9'", "runs, sequence 1: changed"),
    ("UPDATE marks SET points = '10' WHERE sequence = 2", "marks, sequence 2: changed"),
    ("UPDATE overrides SET points = '6' WHERE sequence = 2", "overrides, sequence 2: changed"),
    ("UPDATE sightings SET after = 0", "sightings, sequence 1: changed"),
    ("UPDATE courses SET document = '{}'", "courses, sequence"),
    ("DELETE FROM scorecards WHERE sequence = 2", "scorecards, sequence 2: removed"),
    ("DELETE FROM marks WHERE sequence = 3", "marks, sequence 3: removed"),
    ("UPDATE marks SET sequence = 77 WHERE sequence = 3", "marks, sequence 3: removed"),
    ("UPDATE chain SET hash = 'abc' WHERE position = 3", "scorecards, sequence 2: changed"),
    ("UPDATE chain SET position = 1000000000 WHERE position = 10", "chain, sequence 10: removed"),
    ("DELETE FROM chain WHERE position = 2", "chain, sequence 2: removed"),
    (
        "INSERT INTO marks (sequence, student, assignment, points, source, imported) "
        "VALUES (50, 'anna', 'exam', '10', 'exam.csv', '2026-12-01T00:00:00+00:00')",
        "marks, sequence 50: inserted",
    ),
    ("INSERT INTO courses VALUES ('0', '{}')", "courses, sequence 0: changed"),
    (
        "UPDATE scorecards SET student = CASE student WHEN 'anna' THEN 'bob' ELSE 'anna' END, "
        "submission = submission || student",
        "scorecards, sequence 1: changed",
    ),
    ("UPDATE marks SET sequence = -sequence", "marks, sequence 1: removed"),
    (
        "UPDATE overrides SET points = (SELECT points FROM overrides AS o WHERE o.sequence <> overrides.sequence)",
        "overrides, sequence 1: changed",
    ),
    (
        "UPDATE chain SET hash = (SELECT hash FROM chain AS c WHERE c.position = 13 - chain.position) "
        "WHERE position IN (6, 7)",
        "scorecards, sequence 3: changed",
    ),
    (
        "INSERT INTO marks (sequence, student, assignment, points, source, imported) "
        "SELECT 51, student, assignment, points, source, imported FROM marks WHERE sequence = 1",
        "marks, sequence 51: inserted",
    ),
    ("DELETE FROM chain", "runs, sequence 1: inserted"),
]
"""What somebody does behind the gradebook's back, and how the first fault begins."""


def test_the_first_row_that_is_not_as_it_was_appended_is_named(gradebook, database):
    assert not gradebook.verify().faults
    behind = Database(database)
    for statement, fault in TAMPERINGS:
        with behind.writing() as connection:
            done = connection.begin_nested()
            connection.execute(sa.text(statement))
            faults = chain.verify(connection).faults
            assert faults, statement
            assert str(faults[0]).startswith(fault)
            done.rollback()
    behind.close()
    assert not gradebook.verify().faults


def test_a_row_in_the_middle_is_missed_also_when_its_link_went_with_it(gradebook, database):
    """Whoever closes the gap in the numbers as well is given away by the next link's hash."""
    behind = Database(database)
    steps = (
        "DELETE FROM marks WHERE sequence = 2",
        "DELETE FROM chain WHERE fact = 'marks' AND sequence = 2",
        "UPDATE chain SET position = -position WHERE position > 7",
        "UPDATE chain SET position = -position - 1 WHERE position < 0",
    )
    with behind.writing() as connection:
        done = connection.begin_nested()
        removed = connection.execute(
            sa.text("SELECT position FROM chain WHERE fact = 'marks' AND sequence = 2")
        ).scalar_one()
        for statement in steps:
            connection.execute(sa.text(statement.replace("7", str(removed))))
        faults = [str(fault) for fault in chain.verify(connection).faults]
        done.rollback()
    behind.close()
    assert len(faults) == 1
    assert faults[0].endswith(": changed")


@pytest.mark.parametrize("value", ["nonsense", b"\xff\xfe\x00"], ids=["text", "bytes"])
def test_whatever_somebody_writes_into_a_column_verify_answers_and_reading_it_is_one_line(tmp_path, value):
    whole, changed = tmp_path / "whole.sqlite", tmp_path / "changed.sqlite"
    with open_gradebook(whole) as book:
        fill(book)
        book.append(RUN.id, card("anna", submission="second"))
        book.sight(RUN.id, _seen_again(book), "version-1")
        book.add_override(override())
        book.sources.keep([Source(assignment="hw01_backprop", digest="a", text="x = 1")])
    unseen = []
    for column in [column for table in (*tables.FACTS, tables.courses) for column in table.columns]:
        shutil.copy(whole, changed)
        with closing(sqlite3.connect(changed)) as database, database:
            try:
                database.execute(f'UPDATE {column.table.name} SET "{column.name}" = ? WHERE rowid = 1', (value,))
            except sqlite3.Error:  # not even the database takes it
                continue
        with open_gradebook(changed) as book:
            if not book.verify().faults:
                unseen.append(str(column))
            for read in (book.scorecards, book.marks, book.overrides, book.runs, partial(book.as_of, RUN.id)):
                with suppress(GraderError):
                    read()
            with suppress(GraderError):
                book.sources.of("hw01_backprop")
    assert unseen == []


def test_every_single_value_is_covered(tmp_path):
    with open_gradebook(tmp_path / "gradebook.sqlite") as book:
        fill(book)
        book.add_override(override())
        book.sight(RUN.id, _seen_again(book), "version-1")
    engine = sa.create_engine(f"sqlite:///{tmp_path}/gradebook.sqlite")
    tried = 0
    with engine.connect() as connection:
        for table in tables.FACTS:
            for row in connection.execute(sa.select(table)).mappings().all():
                for column in table.columns:
                    value = row[column.name]
                    other = not value if isinstance(value, bool) else value + (100 if isinstance(value, int) else "0")
                    connection.rollback()
                    connection.execute(
                        sa.update(table).where(table.c.sequence == row["sequence"]).values({column: other})
                    )
                    assert chain.verify(connection).faults, (table.name, column.name)
                    tried += 1
        connection.rollback()
        assert not chain.verify(connection).faults
    engine.dispose()
    assert tried > 40


def test_the_hash_is_the_one_that_is_documented(gradebook, database):
    behind = Database(database)
    with behind.reading() as connection:
        run = dict(connection.execute(sa.select(tables.runs)).mappings().one())
        links = connection.execute(sa.select(tables.chain).order_by(tables.chain.c.position)).all()
        card_row = dict(connection.execute(sa.select(tables.scorecards)).mappings().first())
    behind.close()
    before = ""
    for link, row in zip(links, (run, card_row), strict=False):
        said = json.dumps(dict(sorted(row.items())), separators=(",", ":"))
        text = f"{before} {link.fact} 1 {hashlib.sha256(said.encode()).hexdigest()}"
        before = hashlib.sha256(text.encode()).hexdigest()
        assert link.hash == before


def test_a_head_noted_earlier_holds_for_ever_and_shows_an_end_that_was_cut_off(gradebook, tamper):
    noted = gradebook.verify().head
    gradebook.add_override(override())
    assert not gradebook.verify(noted).faults
    assert not gradebook.verify(Head.parse(f" {noted.count}:{noted.hash[:16].upper()}\n")).faults
    for statement in ("DELETE FROM overrides WHERE sequence > 1", "DELETE FROM chain WHERE position > 9"):
        tamper(statement)
    assert not gradebook.verify().faults  # the chain alone cannot know
    (fault,) = gradebook.verify(noted).faults
    assert str(fault) == f"chain, sequence 10: removed: the head {noted} was cut off"


def test_a_history_written_anew_is_shown_by_a_head_noted_earlier(gradebook, database):
    noted = gradebook.verify().head
    behind = Database(database)
    with behind.writing() as connection:
        connection.execute(sa.text("UPDATE marks SET points = '10' WHERE sequence = 1"))
        links = connection.execute(sa.select(tables.chain).order_by(tables.chain.c.position)).all()
        connection.execute(sa.delete(tables.chain))
        facts = {table.name: table for table in tables.FACTS}
        for one in links:
            table = facts[one.fact]
            row = connection.execute(sa.select(table).where(table.c.sequence == one.sequence)).mappings().one()
            chain.link(connection, one.fact, one.sequence, dict(row))
    behind.close()
    assert not gradebook.verify().faults
    (fault,) = gradebook.verify(noted).faults
    assert str(fault) == "chain, sequence 10: another history than that of the head expected"


@pytest.mark.parametrize("text", ["", "12", "12:", "12:abc", "x:9f86d081884c7d65", "1:" + "g" * 16, "-1:" + "a" * 16])
def test_what_is_not_a_head_is_told(text):
    with pytest.raises(GraderError, match="not a head"):
        Head.parse(text)


def test_an_empty_gradebook_is_sound(tmp_path):
    with open_gradebook(tmp_path / "gradebook.sqlite") as book:
        assert not book.verify().faults
        assert book.verify().head.count == 0
        (fault,) = book.verify(Head(count=3, hash="a" * 64)).faults
        assert "cut off" in str(fault)
