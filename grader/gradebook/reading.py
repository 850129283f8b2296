"""What is read of a gradebook in a database: of the whole, or of what was in it at some position of its chain."""

from typing import Any, TypeVar

import sqlalchemy as sa

from grader.errors import GraderError
from grader.gradebook import tables
from grader.gradebook.database import Database
from grader.gradebook.documents import DocumentError, from_document
from grader.gradebook.protocol import Recorded
from grader.gradebook.rows import column_text, mark_of, override_of, run_of
from grader.model import Course, Mark, Override, Run, Scorecard

Noun = TypeVar("Noun")


class SqlView:
    """Keeps to the protocol `GradebookView`.

    `until` is the last position of the chain that is seen, None for all; `run_id` the run that the view is of, None
    for the one that was started last.
    """

    def __init__(self, database: Database, until: int | None = None, run_id: str | None = None) -> None:
        self._database, self._until, self._run_id = database, until, run_id
        self._courses: dict[str, Course] = {}

    @property
    def place(self) -> str:
        """Where the gradebook is kept: a path, or a URL without its password."""
        return self._database.place

    def scorecards(self, student: str | None = None, assignment: str | None = None) -> list[Recorded]:
        """The scorecards, the one seen last at the end."""
        table = tables.scorecards
        query = self._seen(of_work(sa.select(table.c.sequence, table.c.run, table.c.document), student, assignment))
        with self._database.reading() as connection:
            runs = {run.id: (run, digest) for run, digest in self._runs(connection)}
            order = self._order(connection, student, assignment)
            rows = connection.execute(query).all()
        with self._database.understood():
            return [
                self._recorded(row, *runs[row.run])
                for row in sorted(rows, key=lambda row: order.get(row.sequence, (row.sequence, 0)))
            ]

    def _recorded(self, row: Any, run: Run, digest: str) -> Recorded:
        card = self._noun(row.document, Scorecard)
        return Recorded(sequence=row.sequence, run=run, course_digest=digest, card=card)

    def marks(self) -> list[Mark]:
        """Every mark, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(self._in_order(tables.marks)).all()
        with self._database.understood():
            return [mark_of(row) for row in rows]

    def overrides(self) -> list[Override]:
        """Every override, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(self._in_order(tables.overrides)).all()
        with self._database.understood():
            return [override_of(row) for row in rows]

    def runs(self) -> list[Run]:
        """Every run, the one that was started last at the end."""
        with self._database.reading() as connection:
            return [run for run, _ in self._runs(connection)]

    def latest_run(self) -> Run | None:
        """The run that the view is of."""
        runs = self.runs()
        if self._run_id is not None:
            return next(run for run in runs if run.id == self._run_id)
        return runs[-1] if runs else None

    def _runs(self, connection: sa.Connection) -> list[tuple[Run, str]]:
        """Every run with the digest of its course."""
        query = self._in_order(tables.runs).add_columns(tables.courses.c.document).join(tables.courses)
        return [(self._run(row), row.course_digest) for row in connection.execute(query)]

    def _run(self, row: Any) -> Run:
        if row.course_digest not in self._courses:
            self._courses[row.course_digest] = self._noun(row.document, Course)
        with self._database.understood():
            return run_of(row, self._courses[row.course_digest])

    def _in_order(self, table: sa.Table) -> sa.Select[Any]:
        return self._seen(sa.select(table).order_by(table.c.sequence), table)

    def _seen(self, query: sa.Select[Any], table: sa.Table = tables.scorecards) -> sa.Select[Any]:
        """The query, without the rows of `table` that were appended after `until`."""
        if self._until is None:
            return query
        links = tables.chain.c
        seen = sa.select(links.sequence).where(links.fact == table.name, links.position <= self._until)
        return query.where(table.c.sequence.in_(seen))

    def _order(
        self, connection: sa.Connection, student: str | None = None, assignment: str | None = None
    ) -> dict[int, tuple[int, int]]:
        """When each scorecard was seen last: (the newest scorecard then, the sighting); grows with time."""
        cards = self._seen(of_work(sa.select(tables.scorecards.c.sequence), student, assignment))
        order = {row.sequence: (row.sequence, 0) for row in connection.execute(cards)}
        seen = tables.sightings
        sightings = sa.select(seen.c.scorecard, seen.c.after, seen.c.sequence).join(tables.scorecards)
        sightings = self._seen(of_work(sightings, student, assignment).order_by(seen.c.sequence), seen)
        for row in connection.execute(sightings):
            order[row.scorecard] = (row.after, row.sequence)
        return order

    def _noun(self, document: str, kind: type[Noun]) -> Noun:
        try:
            return from_document(document, kind)
        except DocumentError as error:
            raise GraderError(
                f"{self.place}: a {kind.__name__} in it cannot be read ({error}); "
                "restore the file from a copy, or open it with the grader that wrote it"
            ) from error


def of_work(query: sa.Select[Any], student: str | None, assignment: str | None) -> sa.Select[Any]:
    """The query, for the scorecards of one student or of all, in one assignment or in all."""
    if student is not None:
        query = query.where(tables.scorecards.c.student == column_text(student))
    if assignment is not None:
        query = query.where(tables.scorecards.c.assignment == column_text(assignment))
    return query
