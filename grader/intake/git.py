"""Reads a student's clone with the `git` command, and trusts nothing of it but its objects.

A clone brings a configuration, hooks, attributes and remotes along, any of which can make git run a program.  So git
never sees them: it works in an empty repository of our own that borrows the clone's object store, and where the branch
stands is read here.  Nothing is checked out or fetched, and what git prints is cut off at a limit.
"""

import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import GraderError
from grader.intake.archive import Refused

SECONDS = 30
MAX_LISTING = 4 * 2**20
MAX_COMMITS = 5_000
MAX_REFS = 4 * 2**20

_HASH = re.compile(r"[0-9a-f]{40}")
_SETTINGS = {
    "core.commitGraph": "false",
    "core.multiPackIndex": "false",
    "core.useReplaceRefs": "false",
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.bigFileThreshold": "16m",
    "core.packedGitLimit": "256m",
    "core.deltaBaseCacheLimit": "32m",
    "protocol.allow": "never",
    "gc.auto": "0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit and when it was made, by its committer's clock."""

    name: str
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A file of a commit; `kind` is "100644" for a plain file, "120000" for a link."""

    path: str
    name: str
    kind: str


class Clone:
    """A clone whose commits and files can be read; every method raises `Refused`."""

    def __init__(self, repository: Path, objects: Path, head: str) -> None:
        self._repository, self._objects, self._head = repository, objects, head

    def commits(self) -> list[Commit]:
        """The commits that the branch holds, the newest first; no commit comes after one that it builds on."""
        listing = self._git(
            ["rev-list", "--topo-order", "--timestamp", f"--max-count={MAX_COMMITS}", self._head, "--"], MAX_LISTING
        )
        found = []
        for line in listing.decode("ascii", "replace").splitlines():
            stamp, _, name = line.partition(" ")
            try:
                found.append(Commit(name=name, time=datetime.fromtimestamp(int(stamp), UTC)))
            except (ValueError, OverflowError, OSError) as error:
                raise Refused("damaged") from error
        return found

    def files(self, commit: Commit) -> list[Blob]:
        """Every file of a commit."""
        listing = self._git(["ls-tree", "-r", "-z", "--full-tree", commit.name], MAX_LISTING)
        found = []
        for line in listing.split(b"\0"):
            facts, _, path = line.partition(b"\t")
            kind, _, rest = facts.decode("ascii", "replace").partition(" ")
            if rest.startswith("blob "):
                found.append(Blob(path=os.fsdecode(path), name=rest.removeprefix("blob "), kind=kind))
        return found

    def read(self, blob: Blob, limit: int) -> bytes:
        """The first bytes of a file."""
        return self._git(["cat-file", "blob", blob.name], limit, cut=True)

    def _git(self, arguments: Sequence[str], limit: int, *, cut: bool = False) -> bytes:
        """What git prints, up to `limit` bytes; more is cut off or refused."""
        settings = [part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")]
        command = ["git", "--no-pager", "--no-replace-objects", *settings, *arguments]
        environment = _environment() | {
            "GIT_DIR": str(self._repository),
            "GIT_OBJECT_DIRECTORY": str(self._objects.resolve()),
        }
        try:
            process = subprocess.Popen(
                command,
                env=environment,
                cwd=self._repository,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except FileNotFoundError as error:
            raise GraderError("git: there is no such command here: install it to read clones") from error
        with process:
            return _output(process, limit, cut=cut)


def _output(process: "subprocess.Popen[bytes]", limit: int, *, cut: bool) -> bytes:
    """Waits for git, no longer than `SECONDS`, and reads no more than `limit` bytes of what it prints."""
    stream = process.stdout
    if stream is None:
        raise Refused("damaged")
    clock = threading.Timer(SECONDS, process.kill)
    clock.start()
    try:
        raw = stream.read(limit + 1)
        more = len(raw) > limit
        if more:
            process.kill()
        failed = process.wait() != 0
    finally:
        clock.cancel()
        process.kill()
    if more and not cut:
        raise Refused("too_many")
    if failed and not more:
        raise Refused("damaged")
    return raw[:limit]


@contextmanager
def opened_clone(folder: Path) -> Iterator[Clone]:
    """The clone in a folder; raises `Refused` where it is not an ordinary one."""
    store = folder / ".git"
    objects = store / "objects"
    if any(part.is_symlink() or not part.is_dir() for part in (store, objects)):
        raise Refused("not_a_clone")
    if any((objects / "info" / name).exists() for name in ("alternates", "http-alternates")):
        raise Refused("not_a_clone")  # its objects lie elsewhere: whose would they be?
    head = _head(store)
    with tempfile.TemporaryDirectory(prefix="grader-git-") as temporary:
        yield Clone(_empty_repository(Path(temporary)), objects, head)


def _empty_repository(folder: Path) -> Path:
    """What git takes for a repository: nothing is in it."""
    (folder / "refs").mkdir()
    (folder / "objects").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    (folder / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n", encoding="ascii")
    return folder


def _head(store: Path) -> str:
    """The commit at which the clone's branch stands."""
    text = _text(store, "HEAD").strip()
    for _ in range(5):
        if _HASH.fullmatch(text):
            return text
        name = text.removeprefix("ref: ").strip()
        if not name.startswith("refs/") or ".." in name or "\0" in name:
            break
        text = _text(store, name).strip() or _packed(store, name)
    raise Refused("no_commits")


def _packed(store: Path, name: str) -> str:
    for line in _text(store, "packed-refs").splitlines():
        value, _, called = line.partition(" ")
        if called == name:
            return value
    return ""


def _text(store: Path, name: str) -> str:
    path = store / name
    if any(part.is_symlink() for part in (path, *path.parents[: len(Path(name).parts) - 1])) or not path.is_file():
        return ""
    with path.open("rb") as stream:
        return stream.read(MAX_REFS).decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """An environment in which nobody's configuration is read, nothing is asked and nothing is fetched."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
