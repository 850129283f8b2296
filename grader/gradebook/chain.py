"""The hash chain over everything that was appended: what is changed behind its back does not go unseen.

    content(row) = SHA-256 of its columns as JSON, by name, those that are NULL left out
    hash(n)      = SHA-256 of hash(n-1), the row's table and sequence, content(row)          hash(0) = ""

A later version may add a column: where it is NULL, older hashes stay what they are.  Who changes a row and makes every
hash after it anew is not seen by the chain alone, nor is who cuts its end off: both are seen by whoever has noted an
earlier head (`Head`), which `grader verify --expect` compares.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa

from grader.errors import GraderError
from grader.gradebook import tables

_HEAD = re.compile(r"(\d{1,12}):([0-9a-f]{16,64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How many rows were appended, and the hash of the last one, which all of them went into."""

    count: int
    hash: str

    def __str__(self) -> str:
        """`412:9f86d081…`, to be noted and compared later."""
        return f"{self.count}:{self.hash}"

    @property
    def brief(self) -> str:
        """As much of it as is needed to be compared, `412:9f86d081884c7d65`."""
        return f"{self.count}:{self.hash[:16]}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """What `str` gave; of the hash 16 digits are enough.  `GraderError` for anything else."""
        found = _HEAD.fullmatch(text.strip().lower())
        if found is None:
            raise GraderError(f"{text}: not a head: give what grader verify printed, as in 412:9f86d081884c7d65")
        return cls(count=int(found[1]), hash=found[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A row that is not as it was appended; `sequence` is its number in `table`, "chain" for a link itself."""

    table: str
    sequence: int | str
    what: str

    def __str__(self) -> str:
        """`scorecards, sequence 7: changed`."""
        return f"{self.table}, sequence {self.sequence}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What became of a gradebook's verification: `faults` in the order of the chain, none in a sound one."""

    head: Head
    faults: tuple[Fault, ...]


def append(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> None:
    """Appends a row and its link; the writers' lock must be held."""
    key = connection.execute(sa.insert(table).values(row)).inserted_primary_key
    if key is None:  # no database of ours inserts without saying where
        raise LookupError(f"{table.name}: the new row has no key")
    link(connection, table.name, key[0], row)


def link(connection: sa.Connection, fact: str, sequence: int, row: Mapping[str, Any]) -> None:
    """Appends the link of a row that was just appended to the table `fact`; the writers' lock must be held."""
    before = head(connection)
    connection.execute(
        sa.insert(tables.chain).values(
            position=before.count + 1,
            fact=fact,
            sequence=sequence,
            hash=_hash(before.hash, fact, sequence, content({**row, "sequence": sequence})),
        )
    )


def head(connection: sa.Connection) -> Head:
    """The end of the chain."""
    last = connection.execute(sa.select(tables.chain).order_by(tables.chain.c.position.desc()).limit(1)).first()
    return Head(count=0, hash="") if last is None else Head(count=last.position, hash=last.hash)


def content(row: Mapping[str, Any]) -> bytes:
    """What a row says, as one hash."""
    said = {name: value for name, value in row.items() if value is not None}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), default=repr).encode()).digest()


def _hash(before: str, fact: str, sequence: int, said: bytes) -> str:
    return hashlib.sha256(f"{before} {fact} {sequence} {said.hex()}".encode()).hexdigest()


def verify(connection: sa.Connection, expected: Head | None = None) -> Verified:
    """Makes every hash anew, in one transaction; `expected` is a head that was noted earlier."""
    said = {(table.name, sequence): found for table in tables.FACTS for sequence, found in _contents(connection, table)}
    faults = list(_broken_links(connection, said))
    faults += [Fault(table=table, sequence=sequence, what="inserted") for table, sequence in said]
    faults += _broken_courses(connection)
    if expected is not None:
        faults += _unexpected(connection, expected)
    return Verified(head=head(connection), faults=tuple(faults))


def _contents(connection: sa.Connection, table: sa.Table) -> Iterator[tuple[int, bytes]]:
    query = sa.select(table).order_by(table.c.sequence).execution_options(yield_per=100)
    for row in connection.execute(query).mappings():
        yield row["sequence"], content(dict(row))


def _broken_links(connection: sa.Connection, said: dict[tuple[str, int], bytes]) -> Iterator[Fault]:
    """The faults along the chain; takes out of `said` the rows that have a link."""
    position, before = 0, ""
    for one in connection.execute(sa.select(tables.chain).order_by(tables.chain.c.position)):
        if one.position != position + 1:
            yield Fault(table="chain", sequence=position + 1, what="removed")
        found = said.pop((one.fact, one.sequence), None)
        if found is None:
            yield Fault(table=one.fact, sequence=one.sequence, what="removed")
        elif one.position == position + 1 and _hash(before, one.fact, one.sequence, found) != one.hash:
            yield Fault(table=one.fact, sequence=one.sequence, what="changed")
        position, before = one.position, one.hash


def _broken_courses(connection: sa.Connection) -> Iterator[Fault]:
    used = set(connection.execute(sa.select(tables.runs.c.course_digest).distinct()).scalars())
    for course in connection.execute(sa.select(tables.courses)):
        document = course.document.encode() if isinstance(course.document, str) else b""  # bytes: not of our making
        if hashlib.sha256(document).hexdigest() != course.digest:
            yield Fault(table="courses", sequence=course.digest, what="changed")
        elif course.digest not in used:
            yield Fault(table="courses", sequence=course.digest, what="inserted")
        used.discard(course.digest)
    for digest in sorted(used):
        yield Fault(table="courses", sequence=digest, what="removed")


def _unexpected(connection: sa.Connection, expected: Head) -> Iterator[Fault]:
    found = connection.execute(sa.select(tables.chain.c.hash).where(tables.chain.c.position == expected.count)).scalar()
    if found is None and expected.count > head(connection).count:
        yield Fault(table="chain", sequence=expected.count, what=f"removed: the head {expected} was cut off")
    elif found is None or not found.startswith(expected.hash):
        yield Fault(table="chain", sequence=expected.count, what="another history than that of the head expected")
