"""A PostgreSQL server of the tests' own: in a temporary folder, on a Unix socket, gone when they end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.places import open_folder
from tests.unit.sandbox.processes import wait_for

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
USER = "grader"


def programs() -> Path | None:
    """The folder of the newest server that is installed, or None."""
    found = [folder for folder in FOLDERS if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return found[-1] if found else None


@contextmanager
def server(folder: Path) -> Iterator[Path]:
    """Runs a server from the programs in `folder`; gives the folder of its socket.

    PostgreSQL refuses to be run by root: then it is run by the least of users.
    """
    home = Path(tempfile.mkdtemp(prefix="pg-", dir=open_folder()))  # a socket's path must be short
    user = None
    if os.geteuid() == 0:
        user = "nobody"
        account = pwd.getpwnam(user)
        os.chown(home, account.pw_uid, account.pw_gid)
    data = home / "data"
    initdb = [folder / "initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    try:
        subprocess.run(initdb, user=user, cwd=home, check=True, capture_output=True)
        settings = {"listen_addresses": "", "unix_socket_directories": str(home), "fsync": "off"}
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen([folder / "postgres", "-D", data, *options], user=user, cwd=home, stderr=log)
        try:
            wait_for(lambda: answers(home) or process.poll() is not None)
            assert process.poll() is None, (home / "log").read_text()
            yield home
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            process.wait()
    finally:
        shutil.rmtree(home)


def answers(home: Path) -> bool:
    """Whether the server takes connections."""
    try:
        psycopg.connect(host=str(home), user=USER, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def new_database(home: Path, name: str) -> str:
    """Makes a schema that is as good as an empty database, and cheaper by 7 MB; its URL."""
    with psycopg.connect(host=str(home), user=USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{name}"'.encode())
    return f"postgresql://{USER}@/postgres?host={home}&options=-csearch_path%3D{name}"
