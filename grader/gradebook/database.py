"""A database that several graders write to at once: its engine, its transactions, and its errors in one line.

Writers wait for each other: a transaction that writes holds the one lock from its beginning, so that what it reads
stays true until it ends.  Readers wait for nobody and see one moment.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from grader.errors import GraderError

BUSY_SECONDS = 30
DIALECTS = ("sqlite", "postgresql")
SECRETS = ("password", "sslpassword")
"""Parts of a URL's query that are never printed."""
LOCK = 0x67726164
"""Names the writers' lock in PostgreSQL, in which a lock is a number."""


class Database:
    """An engine, and the `place` that errors name: a path, or a URL without its password."""

    def __init__(self, path_or_url: str | Path) -> None:
        """`GraderError` for a URL of another kind of database, or one whose driver is not installed."""
        self.place = str(path_or_url)
        if "://" in self.place:
            url = _url(self.place)
            self.place = url.difference_update_query(SECRETS).render_as_string(hide_password=True)
        else:
            url = sa.URL.create("sqlite", database=self.place)
        with self._told():
            self._engine = _engine(url)

    @property
    def file(self) -> Path | None:
        """The file that it is kept in, or None for a server."""
        database = self._engine.url.database
        return Path(database) if self._engine.dialect.name == "sqlite" and database else None

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that writes; all of it or none."""
        with (
            self._told(),
            self._engine.connect().execution_options(grader_writes=True) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One transaction that only reads."""
        with self._told(), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns the errors of the database into one line."""
        try:
            yield
        except exc.DBAPIError as error:
            raise GraderError(f"{self.place}: {_remedy(' '.join(str(error.orig).split()))}") from error
        except (exc.NoSuchModuleError, ModuleNotFoundError) as error:
            raise GraderError(
                f'{self.place}: {error}; install the driver of this database: pip install "grader[postgresql]"'
            ) from error


def _url(text: str) -> sa.URL:
    try:
        url = sa.make_url(text)
    except (exc.ArgumentError, ValueError) as error:
        shown = re.sub("//.*@", "//…@", text)  # there may be a password in it
        raise GraderError(f"{shown}: not a database URL; write a path, or postgresql://host/name") from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
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


def _remedy(problem: str) -> str:
    if "locked" in problem:
        return f"another program has been writing for {BUSY_SECONDS} s; wait for it to end and start again"
    if "not a database" in problem or "malformed" in problem:
        return f"the gradebook is damaged or is something else ({problem}); restore it from a copy or give another path"
    if "unable to open" in problem or "readonly" in problem or "read-only" in problem:
        return f"the gradebook cannot be opened for writing ({problem}); look at the path and its permissions"
    if "foreign key" in problem.lower():
        return "a scorecard of a run that was not started; start the run first"
    if "connection" in problem:
        return f"{problem}; look at the URL, and whether the server runs"
    return f"{problem}; look at the file, or give another path"
