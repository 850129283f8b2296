"""Brings a gradebook to this grader's format, in place and in one transaction, or says why it cannot be."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from grader.errors import GraderError
from grader.gradebook import tables
from grader.gradebook.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(database: Database, *, must_exist: bool = False) -> None:
    """Makes the tables of an empty database, and upgrades those of an older gradebook without losing a row.

    `GraderError` for a database of something else, for a gradebook that a newer grader wrote, and, with `must_exist`,
    for an empty one.
    """
    with database.reading() as connection:
        if _format(connection, database.place) == tables.FORMAT:
            return
    with database.writing() as connection:  # and look again: another grader may have been here in between
        found = _format(connection, database.place)
        if found == 0 and must_exist:
            raise GraderError(f"{database.place}: there is no gradebook here; grade something first: grader autograde")
        if found > tables.FORMAT:
            raise GraderError(
                f"{database.place}: a gradebook of format {found}, and this grader knows format {tables.FORMAT}; "
                "open it with the grader that wrote it, or start a new one"
            )
        if found == 0:
            _check_encoding(connection, database.place)
        if found < tables.FORMAT:
            upgrade(connection, found)


def upgrade(connection: sa.Connection, found: int, wanted: int = tables.FORMAT) -> None:
    """Takes the steps from one format to another; 0 is an empty database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if found and not sa.inspect(connection).has_table("alembic_version"):  # as format 1 was before there was a second
        command.stamp(config, str(found))
    command.upgrade(config, str(wanted))
    connection.execute(sa.delete(tables.formats))
    connection.execute(sa.insert(tables.formats).values(version=wanted))


def _check_encoding(connection: sa.Connection, place: str) -> None:
    """`GraderError` for a database that cannot hold every name."""
    if connection.dialect.name == "postgresql":
        encoding = connection.execute(sa.text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise GraderError(f"{place}: its texts are {encoding}; make a database WITH ENCODING 'UTF8' and give that")


def _format(connection: sa.Connection, place: str) -> int:
    """The format of the gradebook; 0 for an empty database."""
    present = set(sa.inspect(connection).get_table_names())
    if not present:
        return 0
    found = connection.execute(sa.select(tables.formats.c.version)).scalar() if tables.formats.name in present else None
    if not found:
        raise GraderError(f"{place}: this database is not a gradebook, it holds something else; give another one")
    if found == tables.FORMAT and not present.issuperset(tables.metadata.tables):
        raise GraderError(f"{place}: tables of the gradebook are missing; restore it from a copy")
    return int(found)
