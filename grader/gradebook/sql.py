"""The gradebook in a database: one SQLite file, or PostgreSQL by a URL.

Several graders may write at once, and any of them may be killed at any moment: every method is one transaction, those
that write wait for each other, and a partial unique index keeps a work from being graded twice whatever happens.
"""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from grader.errors import GraderError
from grader.gradebook import chain, tables
from grader.gradebook.database import Database
from grader.gradebook.documents import course_digest, to_document
from grader.gradebook.migrating import prepare
from grader.gradebook.reading import SqlView
from grader.gradebook.rows import (
    graded,
    identity_of,
    identity_of_card,
    mark_row,
    override_row,
    run_row,
    scorecard_row,
)
from grader.gradebook.sources import Sources, SqlSources
from grader.model import Mark, Override, Run, Scorecard, Submission


def open_gradebook(path_or_url: str | Path, *, must_exist: bool = False) -> "SqlGradebook":
    """Opens the gradebook in a SQLite file or at a SQLAlchemy URL, and makes it if there is none.

    One of an older format is upgraded in place.  With `must_exist`, a gradebook that is not there is an error.
    `GraderError` also for a file that is damaged, that belongs to something else, or that a newer grader wrote.
    """
    database = Database(path_or_url)
    try:
        if database.file is not None:
            _check_file(database.file, database.place, must_exist)
        prepare(database, must_exist=must_exist)
    except BaseException:
        database.close()
        raise
    return SqlGradebook(database)


def _check_file(path: Path, place: str, must_exist: bool) -> None:
    if must_exist and not path.exists():
        raise GraderError(f"{place}: there is no gradebook here; grade something first: grader autograde")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GraderError(f"{path.parent}: {error.strerror}; give another place for the gradebook") from error


class SqlGradebook(SqlView):
    """Keeps to the protocol `Gradebook`; made by `open_gradebook`, closed by `close` or by `with`."""

    def __init__(self, database: Database) -> None:
        """Uses a database whose tables are there."""
        super().__init__(database)

    def __enter__(self) -> Self:
        """The gradebook itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the gradebook."""
        self.close()

    def close(self) -> None:
        """Lets go of the database."""
        self._database.close()

    @property
    def sources(self) -> Sources:
        """The texts that were graded."""
        return SqlSources(self._database)

    def start(self, run: Run) -> None:
        """Records a run, and its course if it is a new one."""
        document = to_document(run.course)
        digest = course_digest(document)
        with self._database.writing() as connection:
            known = sa.select(tables.courses.c.digest).where(tables.courses.c.digest == digest)
            if connection.execute(known).first() is None:
                connection.execute(sa.insert(tables.courses).values(digest=digest, document=document))
            chain.append(connection, tables.runs, run_row(run, digest))

    def append(self, run_id: str, card: Scorecard) -> bool:
        """Records a scorecard, unless the same work was graded already."""
        row = scorecard_row(run_id, card)
        with self._database.writing() as connection:
            if connection.execute(graded(identity_of_card(card))).first() is not None:
                return False
            chain.append(connection, tables.scorecards, row)
        return True

    def find(self, submission: Submission, assignment_digest: str) -> Scorecard | None:
        """The newest card of that work by that version that is not held."""
        with self._database.reading() as connection:
            row = connection.execute(graded(identity_of(submission, assignment_digest))).first()
        return None if row is None else self._noun(row.document, Scorecard)

    def sight(self, run_id: str, submission: Submission, assignment_digest: str) -> None:
        """Records that a known work was seen again, unless it was the last one seen anyway."""
        with self._database.writing() as connection:
            known = connection.execute(graded(identity_of(submission, assignment_digest))).first()
            order = self._order(connection, submission.student, submission.assignment)
            if known is None or max(order, key=order.__getitem__) == known.sequence:
                return
            newest = connection.execute(sa.select(sa.func.max(tables.scorecards.c.sequence))).scalar_one()
            chain.append(connection, tables.sightings, {"run": run_id, "scorecard": known.sequence, "after": newest})

    def add_marks(self, marks: Iterable[Mark]) -> int:
        """Records the marks that are news, all or none."""
        rows = [mark_row(mark) for mark in marks]
        with self._database.writing() as connection:
            known = connection.execute(sa.select(tables.marks).order_by(tables.marks.c.sequence)).all()
            newest = {(row.student, row.assignment): (row.points, row.source) for row in known}
            news = [
                row for row in rows if newest.get((row["student"], row["assignment"])) != (row["points"], row["source"])
            ]
            for row in news:
                chain.append(connection, tables.marks, row)
        return len(news)

    def add_override(self, override: Override) -> None:
        """Records what a person decided."""
        with self._database.writing() as connection:
            chain.append(connection, tables.overrides, override_row(override))

    def as_of(self, run_id: str) -> SqlView:
        """What counted when that run had written its last row."""
        with self._database.reading() as connection:
            written = [_links(tables.runs, tables.runs.c.id, run_id)]
            written += [_links(table, table.c.run, run_id) for table in (tables.scorecards, tables.sightings)]
            positions = [position for query in written for position in connection.execute(query).scalars()]
        found = [position for position in positions if position is not None]
        if not found:
            if any(run.id == run_id for run in self.runs()):
                raise GraderError(f"{self.place}: run {run_id} is not in the chain: see grader verify")
            raise KeyError(run_id)
        return SqlView(self._database, max(found), run_id)

    def head(self) -> chain.Head:
        """The end of the chain as it is now, unverified: to be noted, and compared by `verify`."""
        with self._database.reading() as connection:
            return chain.head(connection)

    def state(self) -> str:
        """A name for what the gradebook holds: another one after anything was appended."""
        return str(self.head())

    def verify(self, expected: chain.Head | None = None) -> chain.Verified:
        """Whether everything is as it was appended, and still leads to a head that was noted earlier."""
        with self._database.reading() as connection:
            return chain.verify(connection, expected)


def _links(table: sa.Table, column: sa.Column[str], run_id: str) -> sa.Select[int | None]:
    """The last position of the chain that holds a row of that run in `table`."""
    links = tables.chain.c
    own = sa.select(table.c.sequence).where(column == run_id)
    return sa.select(sa.func.max(links.position)).where(links.fact == table.name, links.sequence.in_(own))
