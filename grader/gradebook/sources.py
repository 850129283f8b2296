"""The texts that were graded, beside their grades: what an appeal is heard on, and what is compared for likeness.

A text is found by its assignment and by the digest that its scorecards name; the templates that an assignment gave out
are found by their own.  Like all else, a text is added and never changed.
"""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

import sqlalchemy as sa

from grader.gradebook import chain
from grader.gradebook.database import Database
from grader.gradebook.documents import storable_text
from grader.gradebook.rows import column_text
from grader.gradebook.tables import sources

Role = Literal["submission", "template"]


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


class SqlSources:
    """Keeps to the protocol `Sources`, in the database of a gradebook."""

    def __init__(self, database: Database) -> None:
        """Uses a database whose tables are there."""
        self._database = database

    def keep(self, kept: Iterable[Source]) -> int:
        """Adds the texts that are not there yet, in one transaction."""
        texts = {
            (column_text(one.assignment), one.role, column_text(one.digest)): storable_text(one.text) for one in kept
        }
        with self._database.writing() as connection:
            known = self._known(connection, {assignment for assignment, _, _ in texts})
            news = {key: text for key, text in texts.items() if key not in known}
            for (assignment, role, digest), text in news.items():
                row = {"assignment": assignment, "role": role, "digest": digest, "text": zlib.compress(text.encode())}
                chain.append(connection, sources, row)
        return len(news)

    def of(self, assignment: str, role: Role = "submission") -> dict[str, str]:
        """The texts of one assignment, by digest."""
        query = sa.select(sources.c.digest, sources.c.text).where(
            sources.c.assignment == column_text(assignment), sources.c.role == role
        )
        with self._database.reading() as connection, self._database.understood():
            return {row.digest: zlib.decompress(row.text).decode() for row in connection.execute(query)}

    def _known(self, connection: sa.Connection, assignments: set[str]) -> set[tuple[str, str, str]]:
        query = sa.select(sources.c.assignment, sources.c.role, sources.c.digest)
        rows = connection.execute(query.where(sources.c.assignment.in_(assignments)))
        return {(row.assignment, row.role, row.digest) for row in rows}
