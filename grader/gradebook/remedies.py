"""What a person can do about an error of the database: told by its code, for its words differ and quote names."""

from typing import Any

from sqlalchemy import exc

BUSY_SECONDS = 30
"""How long a writer waits for the others."""

_BUSY = f"another program has been writing for {BUSY_SECONDS} s; wait for it to end and start again"
_FULL = "the disk is full ({}); make room and start again: what was appended before is kept"
_DAMAGED = "the gradebook is damaged or is something else ({}); restore it from a copy or give another path"
_CLOSED = "the gradebook cannot be opened for writing ({}); look at the path and its permissions, or copy it elsewhere"
_FAILING = "the disk does not work ({}); copy the gradebook to another one and start again: what was appended is kept"
_NO_RUN = "a scorecard of a run that was not started; start the run first"
_AWAY = (
    "{}; look at host, name, user and password in the URL, and whether the server runs: what was appended is kept, "
    "and the same command goes on"
)
_FORBIDDEN = "{}; ask the owner of the database for the right to create tables, to read and to write there"

# The first eight bits of a result code of SQLite: https://www.sqlite.org/rescode.html
_SQLITE = {
    3: _CLOSED,
    5: _BUSY,
    6: _BUSY,
    8: _CLOSED,
    10: _FAILING,
    11: _DAMAGED,
    13: _FULL,
    14: _CLOSED,
    26: _DAMAGED,
}
_SQLITE_FOREIGN_KEY = 787
# SQLSTATEs, or the class that they begin with: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "08": _AWAY,
    "57P": _AWAY,
    "25006": _FORBIDDEN,
    "42501": _FORBIDDEN,
    "23503": _NO_RUN,
    "53100": _FULL,
    "55P03": _BUSY,
}


def remedy(error: exc.DBAPIError) -> str:
    """What is wrong and what to do about it, in one line."""
    problem = " ".join(str(error.orig).split())
    return _sentence(error.orig).format(problem)


def _sentence(cause: Any) -> str:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _NO_RUN if code == _SQLITE_FOREIGN_KEY else _SQLITE.get(code & 0xFF, _DAMAGED)
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return next((said for known, said in _POSTGRESQL.items() if state.startswith(known)), _DAMAGED)
    # PostgreSQL gives no code before there is a connection; what SQLite's driver itself refuses is text that is none.
    return _AWAY if type(cause).__module__.startswith("psycopg") else _DAMAGED
