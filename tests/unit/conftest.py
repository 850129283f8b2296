"""What tests of several packages ask for."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit import postgresql

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL server that runs while the tests do."""
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: no /usr/lib/postgresql/*/bin")
    with postgresql.server(programs) as home:
        yield home


SQLITE_AND_POSTGRESQL = ["sqlite", "postgresql"]


@pytest.fixture(params=SQLITE_AND_POSTGRESQL)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The path or URL of a gradebook that is not there yet, in a file and on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "new folder" / "gradebook.sqlite")
    return str(request.getfixturevalue("new_database")())


@pytest.fixture
def new_database(postgresql_server: Path) -> Callable[[], str]:
    """Makes an empty database on the server; its URL."""
    return lambda: postgresql.new_database(postgresql_server, f"gradebook_{next(NUMBERS)}")
