"""The texts that were graded, beside their grades: what an appeal is heard on, and what is compared for likeness.

A text is found by its assignment and by the digest that its scorecards name; the templates that an assignment gave out
are found by their own.  Like all else, a text is added and never changed.  The tables are apart from the others:
a gradebook that was made before there were texts gets them when it is next written to, and one without can be read.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from grader.gradebook.documents import storable_text

Role = Literal["submission", "template"]

metadata = sa.MetaData()

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("assignment", sa.Text, primary_key=True),
    sa.Column("role", sa.String(16), primary_key=True),
    sa.Column("digest", sa.Text, primary_key=True),
    # Compressed: a program of 300 lines is 10 kB, and 3 kB so.
    sa.Column("text", sa.LargeBinary, nullable=False),
)

AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of a submission (of a notebook: the module made of it) or of a template.

    `digest` is that of what was handed in; of a template, that of the text.
    """

    assignment: str
    digest: str
    text: str
    role: Role = "submission"


def template_source(assignment: str, text: str) -> Source:
    """The text that an assignment gave out to begin with."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Source(assignment=assignment, digest=digest, text=text, role="template")


class Sources(Protocol):
    """Keeps texts."""

    def keep(self, kept: Iterable[Source]) -> int:
        """Adds, all or none, the texts that are not there yet; says how many."""

    def of(self, assignment: str, role: Role = "submission") -> dict[str, str]:
        """The texts of one assignment, by digest."""


class MemorySources:
    """Keeps to the protocol `Sources`; the stand-in for tests."""

    def __init__(self) -> None:
        """No texts."""
        self._kept: dict[tuple[str, Role, str], str] = {}

    def keep(self, kept: Iterable[Source]) -> int:
        """Adds the texts that are not there yet."""
        before = len(self._kept)
        for one in kept:
            self._kept.setdefault((one.assignment, one.role, one.digest), one.text)
        return len(self._kept) - before

    def of(self, assignment: str, role: Role = "submission") -> dict[str, str]:
        """The texts of one assignment, by digest."""
        return {key[2]: text for key, text in self._kept.items() if key[:2] == (assignment, role)}


Opened = Callable[[], AbstractContextManager[sa.Connection]]


class SqlSources:
    """Keeps to the protocol `Sources`, in the database of a gradebook; `writing` and `reading` open transactions."""

    def __init__(self, writing: Opened, reading: Opened) -> None:
        """Makes no table before there is something to keep."""
        self._writing, self._reading = writing, reading

    def keep(self, kept: Iterable[Source]) -> int:
        """Adds the texts that are not there yet, in one transaction."""
        rows = {
            (storable_text(one.assignment), one.role, storable_text(one.digest)): storable_text(one.text)
            for one in kept
        }
        if not rows:
            return 0
        with self._writing() as connection:
            metadata.create_all(connection)
            known = self._known(connection, {key[0] for key in rows})
            news = [
                dict(zip(("assignment", "role", "digest", "text"), (*key, zlib.compress(text.encode())), strict=True))
                for key, text in rows.items()
                if key not in known
            ]
            for start in range(0, len(news), AT_A_TIME):
                connection.execute(_insert(connection), news[start : start + AT_A_TIME])
        return len(news)

    def of(self, assignment: str, role: Role = "submission") -> dict[str, str]:
        """The texts of one assignment, by digest; none in a gradebook from before there were texts."""
        query = sa.select(sources.c.digest, sources.c.text).where(
            sources.c.assignment == storable_text(assignment), sources.c.role == role
        )
        with self._reading() as connection:
            if not sa.inspect(connection).has_table(sources.name):
                return {}
            return {row.digest: zlib.decompress(row.text).decode() for row in connection.execute(query)}

    def _known(self, connection: sa.Connection, assignments: set[str]) -> set[tuple[str, str, str]]:
        query = sa.select(sources.c.assignment, sources.c.role, sources.c.digest)
        rows = connection.execute(query.where(sources.c.assignment.in_(assignments)))
        return {(row.assignment, row.role, row.digest) for row in rows}


def _insert(connection: sa.Connection) -> sa.Insert:
    """Leaves alone what another grader has added meanwhile."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(sources).on_conflict_do_nothing()
    return sqlite.insert(sources).on_conflict_do_nothing()
