"""The gradebook in a database: one SQLite file, or PostgreSQL by a URL.

Several graders may write at once, and any of them may be killed at any moment: every method is one transaction,
and a partial unique index, not a check before writing, keeps a work from being graded twice.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc

from grader.errors import GraderError
from grader.gradebook import tables
from grader.gradebook.documents import DocumentError, from_document, storable_text, to_document
from grader.gradebook.protocol import Recorded
from grader.model import Course, Mark, Run, Scorecard, Submission
from grader.scoring import decimal

Noun = TypeVar("Noun")

BUSY_SECONDS = 30
DIALECTS = ("sqlite", "postgresql")


def open_gradebook(path_or_url: str | Path, *, must_exist: bool = False) -> "SqlGradebook":
    """Opens the gradebook in a SQLite file or at a SQLAlchemy URL, and makes it if there is none.

    With `must_exist`, a file that is not there is an error.  `GraderError` also for a file that is damaged, that
    belongs to something else, or that another version of the grader wrote.
    """
    place = str(path_or_url)
    if "://" not in place:
        path = Path(path_or_url)
        if must_exist and not path.exists():
            raise GraderError(f"{place}: there is no gradebook here; grade something first: grader autograde")
        with _told(place):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise GraderError(f"{path.parent}: {error.strerror}; give another place for the gradebook") from error
        url = sa.URL.create("sqlite", database=str(path))
    else:
        url = _url(place)
        place = url.render_as_string(hide_password=True)
    with _told(place):
        engine = _engine(url)
        try:
            _prepare(engine, place)
        except BaseException:
            engine.dispose()
            raise
    return SqlGradebook(engine, place)


class SqlGradebook:
    """Keeps to the protocol `Gradebook`; made by `open_gradebook`, closed by `close` or by `with`."""

    def __init__(self, engine: sa.Engine, place: str) -> None:
        """Uses an engine whose tables are there; `place` is named in errors."""
        self._engine, self._place = engine, place

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
        self._engine.dispose()

    def start(self, run: Run) -> None:
        """Records a run, and its course if it is a new one."""
        document = to_document(run.course)
        digest = hashlib.sha256(document.encode("utf-8")).hexdigest()
        with self._writing() as connection:
            known = sa.select(tables.courses.c.digest).where(tables.courses.c.digest == digest)
            if connection.execute(known).first() is None:
                connection.execute(sa.insert(tables.courses).values(digest=digest, document=document))
            connection.execute(
                sa.insert(tables.runs).values(
                    id=run.id,
                    started=run.started.isoformat(),
                    grader=run.grader,
                    course_digest=digest,
                    isolation=run.isolation,
                    versions=json.dumps(run.versions, sort_keys=True),
                )
            )

    def append(self, run_id: str, card: Scorecard) -> bool:
        """Records a scorecard, unless the same work was graded already."""
        work = (card.student, card.assignment, card.submission)
        identity = (*work, _instant(card.received), card.assignment_digest)
        row = {
            **{column.name: storable_text(one) for column, one in zip(tables.IDENTITY, identity, strict=True)},
            "run": run_id,
            "held": card.held,
            "score": decimal(card.score),
            "document": to_document(card),
        }
        with self._writing() as connection:
            if connection.execute(_graded(identity)).first() is not None:
                return False
            try:
                # On PostgreSQL another grader may have come between; on SQLite the lock is held already.
                with connection.begin_nested():
                    connection.execute(sa.insert(tables.scorecards).values(row))
            except exc.IntegrityError:
                if connection.execute(_graded(identity)).first() is None:
                    raise
                return False
        return True

    def find(self, submission: Submission, assignment_digest: str) -> Scorecard | None:
        """The newest card of that work by that version that is not held."""
        work = (submission.student, submission.assignment, submission.digest)
        identity = (*work, _instant(submission.received), assignment_digest)
        with self._reading() as connection:
            row = connection.execute(_graded(identity)).first()
        return None if row is None else self._noun(row.document, Scorecard)

    def sight(self, run_id: str, submission: Submission, assignment_digest: str) -> None:
        """Records that a known work was seen again, unless it was the last one seen anyway."""
        work = (submission.student, submission.assignment, submission.digest)
        identity = (*work, _instant(submission.received), assignment_digest)
        with self._writing() as connection:
            known = connection.execute(_graded(identity)).first()
            order = _order(connection, submission.student, submission.assignment)
            if known is None or max(order, key=order.__getitem__) == known.sequence:
                return
            newest = connection.execute(sa.select(sa.func.max(tables.scorecards.c.sequence))).scalar_one()
            sighting = {"run": run_id, "scorecard": known.sequence, "after": newest}
            connection.execute(sa.insert(tables.sightings).values(sighting))

    def scorecards(self, student: str | None = None, assignment: str | None = None) -> list[Recorded]:
        """The scorecards, the one seen last at the end."""
        table = tables.scorecards
        query = _of(sa.select(table.c.sequence, table.c.run, table.c.document), student, assignment)
        with self._reading() as connection:
            order = _order(connection, student, assignment)
            rows = sorted(connection.execute(query).all(), key=lambda row: order.get(row.sequence, (row.sequence, 0)))
        return [
            Recorded(sequence=row.sequence, run_id=row.run, card=self._noun(row.document, Scorecard)) for row in rows
        ]

    def add_marks(self, marks: Iterable[Mark]) -> int:
        """Records the marks that are news, all or none."""
        rows = [
            {
                "student": storable_text(mark.student),
                "assignment": storable_text(mark.assignment),
                "points": "" if mark.points is None else str(mark.points),
                "source": storable_text(mark.source),
                "imported": mark.imported.isoformat(),
            }
            for mark in marks
        ]
        with self._writing() as connection:
            known = connection.execute(sa.select(tables.marks).order_by(tables.marks.c.sequence)).all()
            newest = {(row.student, row.assignment): (row.points, row.source) for row in known}
            news = [
                row for row in rows if newest.get((row["student"], row["assignment"])) != (row["points"], row["source"])
            ]
            if news:
                connection.execute(sa.insert(tables.marks), news)
        return len(news)

    def marks(self) -> list[Mark]:
        """Every mark, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(tables.marks).order_by(tables.marks.c.sequence)).all()
        return [
            Mark(
                student=row.student,
                assignment=row.assignment,
                points=Fraction(row.points) if row.points else None,
                source=row.source,
                imported=datetime.fromisoformat(row.imported),
            )
            for row in rows
        ]

    def latest_run(self) -> Run | None:
        """The run that was started last, with its course."""
        query = (
            sa.select(tables.runs, tables.courses.c.document)
            .join(tables.courses)
            .order_by(tables.runs.c.sequence.desc())
            .limit(1)
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Run(
            id=row.id,
            started=datetime.fromisoformat(row.started),
            grader=row.grader,
            course=self._noun(row.document, Course),
            isolation=row.isolation,
            versions=json.loads(row.versions),
        )

    def _noun(self, document: str, kind: type[Noun]) -> Noun:
        try:
            return from_document(document, kind)
        except DocumentError as error:
            raise GraderError(
                f"{self._place}: a {kind.__name__} in it cannot be read ({error}); "
                "restore the file from a copy, or open it with the grader that wrote it"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with (
            _told(self._place),
            self._engine.connect().execution_options(grader_writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _told(self._place), self._engine.connect() as connection:
            yield connection


def _instant(time: datetime | None) -> str:
    """One instant as one text, whatever the time zone it was told in; "" for none."""
    if time is None:
        return ""
    return (time if time.tzinfo is None else time.astimezone(UTC)).isoformat()


def _of(query: sa.Select[Any], student: str | None, assignment: str | None) -> sa.Select[Any]:
    """The query, for the scorecards of one student or of all, in one assignment or in all."""
    if student is not None:
        query = query.where(tables.scorecards.c.student == storable_text(student))
    if assignment is not None:
        query = query.where(tables.scorecards.c.assignment == storable_text(assignment))
    return query


def _order(connection: sa.Connection, student: str | None, assignment: str | None) -> dict[int, tuple[int, int]]:
    """When each scorecard was seen last: (the newest scorecard then, the sighting); grows with time."""
    cards = _of(sa.select(tables.scorecards.c.sequence), student, assignment)
    order = {row.sequence: (row.sequence, 0) for row in connection.execute(cards)}
    seen = tables.sightings
    sightings = sa.select(seen.c.scorecard, seen.c.after, seen.c.sequence).join(tables.scorecards)
    for row in connection.execute(_of(sightings, student, assignment).order_by(seen.c.sequence)):
        order[row.scorecard] = (row.after, row.sequence)
    return order


def _graded(identity: Sequence[str]) -> sa.Select[Any]:
    """The document of the newest card with these values of `tables.IDENTITY` that is not held."""
    same = [column == storable_text(one) for column, one in zip(tables.IDENTITY, identity, strict=True)]
    table = tables.scorecards
    return (
        sa.select(table.c.sequence, table.c.document)
        .where(*same, sa.not_(table.c.held))
        .order_by(table.c.sequence.desc())
        .limit(1)
    )


def _url(text: str) -> sa.URL:
    try:
        url = sa.make_url(text)
    except exc.ArgumentError as error:
        raise GraderError(f"{text}: not a database URL; write a path, or postgresql://host/name") from error
    if url.get_backend_name() not in DIALECTS:
        raise GraderError(f"{url.drivername}: the gradebook is kept in {' or '.join(DIALECTS)}; give such a URL")
    return url


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, record: Any) -> None:
    # The driver would begin transactions at moments of its own choice: `_begin_sqlite` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    # With WAL, this loses nothing when the process is killed, and at most the last grades when the power fails.
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes the lock at once: one that took it after reading could be refused without waiting.
    writes = connection.get_execution_options().get("grader_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare(engine: sa.Engine, place: str) -> None:
    """Makes the tables of an empty database; makes sure that those of another are ours."""
    with engine.connect().execution_options(grader_writes=True) as connection, connection.begin():
        present = set(sa.inspect(connection).get_table_names())
        if not present:
            tables.metadata.create_all(connection)
            connection.execute(sa.insert(tables.formats).values(version=tables.FORMAT))
            return
        if not present.issuperset(tables.metadata.tables):
            raise GraderError(f"{place}: this database is not a gradebook; give another path")
        version = connection.execute(sa.select(tables.formats.c.version)).scalar()
    if version != tables.FORMAT:
        raise GraderError(
            f"{place}: a gradebook of format {version}, and this grader knows format {tables.FORMAT}; "
            "open it with the grader that wrote it, or start a new one"
        )


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Turns the errors of the database into one line."""
    try:
        yield
    except exc.DBAPIError as error:
        raise GraderError(f"{place}: {_remedy(str(error.orig))}") from error
    except exc.NoSuchModuleError as error:
        raise GraderError(f"{place}: {error}; install the driver of this database") from error
    except ModuleNotFoundError as error:
        raise GraderError(f"{place}: {error}; install the driver of this database") from error


def _remedy(problem: str) -> str:
    if "locked" in problem:
        return f"another program has been writing for {BUSY_SECONDS} s; wait for it to end and start again"
    if "not a database" in problem or "malformed" in problem:
        return f"the gradebook is damaged or is something else ({problem}); restore it from a copy or give another path"
    if "unable to open" in problem or "readonly" in problem or "read-only" in problem:
        return f"the gradebook cannot be opened for writing ({problem}); look at the path and its permissions"
    if "FOREIGN KEY" in problem:
        return "a scorecard of a run that was not started; start the run first"
    return f"{problem}; look at the file, or give another path"
