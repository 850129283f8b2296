"""A database that several graders write to at once: its engine, its transactions, and its errors in one line.

Writers wait for each other: a transaction that writes holds the one lock from its beginning, so that what it reads
stays true until it ends.  Readers wait for nobody and see one moment.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from grader.errors import GraderError
from grader.gradebook.remedies import BUSY_SECONDS, remedy

DIALECTS = ("sqlite", "postgresql")
SECRETS = ("password", "sslpassword")
"""Parts of a URL's query that are never printed."""
LOCK = 0x67726164
"""Names the writers' lock in PostgreSQL, in which a lock is a number."""
_PATIENCE = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds, and a number: a server that does not answer is given up after 10 at first, and after 60 later."""
_OPENED = "grader_file"
"""Under this key a connection remembers which file it was opened on."""


class Database:
    """An engine, and the `place` that errors name: a path, or a URL without its password."""

    def __init__(self, path_or_url: str | Path) -> None:
        """`GraderError` for a URL of another kind of database, or one whose driver is not installed."""
        self.place = str(path_or_url)
        if "://" in self.place:
            url = _url(self.place)
            shown = url.set(drivername=url.get_backend_name()).difference_update_query(SECRETS)
            self.place = shown.render_as_string(hide_password=True)
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
                connection.execute(sa.text(f"SET LOCAL lock_timeout = '{round(1000 * BUSY_SECONDS)}ms'"))
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            elif connection.info[_OPENED] != _identity(self.file):
                raise GraderError(
                    f"{self.place}: the file was moved or replaced while it was open; put it back, with the -wal "
                    "beside it, and start again"
                )
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One transaction that only reads."""
        with self._told(), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def understood(self) -> Iterator[None]:
        """Turns what cannot be read in a row, because somebody else wrote it, into one line."""
        try:
            yield
        except (ValueError, TypeError, LookupError, zlib.error) as error:
            raise GraderError(
                f"{self.place}: a row in it is not as it was written ({type(error).__name__}: {error}): grader verify "
                "tells which; restore the gradebook from a copy"
            ) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns the errors of the database into one line."""
        try:
            yield
        except exc.DBAPIError as error:
            raise GraderError(f"{self.place}: {remedy(error)}") from error
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
        patience = {key: value for key, value in _PATIENCE.items() if key not in url.query}
        # A connection that the server has closed meanwhile is found out before it is used.
        return sa.create_engine(url, connect_args=patience, pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    path = Path(url.database) if url.database else None

    def set_up(connection: Any, record: Any) -> None:
        _set_up_sqlite(connection)
        record.info[_OPENED] = _identity(path)

    sa.event.listen(engine, "connect", set_up)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Which file lies there: not its name, which another one may have by now."""
    try:
        status = path.stat() if path is not None else None
    except OSError:
        return None
    return None if status is None else (status.st_dev, status.st_ino)


def _set_up_sqlite(connection: Any) -> None:
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
