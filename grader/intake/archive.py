"""What an instructor has in hand, as named bytes with times: a folder and a zip look the same to every layout.

Nothing is unpacked and no link is followed.  What cannot be had says why (`Refused`) when it is asked for, so that
one broken file costs nobody else anything.
"""

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

IGNORED = frozenset({"__pycache__", "__MACOSX"})
CODE = (".py", ".ipynb")
ZIP = ".zip"
MAX_DEPTH = 30


class Refused(Exception):
    """Bytes that cannot be had, or may not be: a key of the sentences for unreadable files, and where."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file: `path` from the folder that is being looked at, in NFC and with slashes; `where` as told to people."""

    path: str
    where: str
    read: Callable[[int], bytes]
    """The first so many bytes; raises `Refused`."""
    modified: datetime | None = None
    """Without a time zone where the archive does not know it."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """The suffix in small letters, such as ".py"."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def folder(self) -> str:
        """The first part of the path, or "" for a file that lies in no folder."""
        return self.path.partition("/")[0] if "/" in self.path else ""

    @property
    def depth(self) -> int:
        """How many folders the file lies in."""
        return self.path.count("/")

    def bytes(self, limit: int) -> bytes:
        """All of it; raises `Refused`, also if it is larger than `limit` bytes."""
        raw = self.read(limit + 1)
        if len(raw) > limit:
            raise Refused("too_large")
        return raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Files in the order of their paths, and what was left out: "where: why" each."""

    name: str
    entries: tuple[Entry, ...]
    tree: Mapping[str, Path | None]
    """Every folder, empty ones included: its path → where it lies on the disk, None in a zip."""
    refused: tuple[str, ...] = ()

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders at the top, in alphabetical order."""
        return tuple(sorted(path for path in self.tree if "/" not in path))

    def below(self) -> dict[str, "Archive"]:
        """Each folder at the top, seen from within it, in the order of their names."""
        entries: dict[str, list[Entry]] = {folder: [] for folder in self.folders}
        trees: dict[str, dict[str, Path | None]] = {folder: {} for folder in self.folders}
        for entry in self.entries:
            top, _, rest = entry.path.partition("/")
            if rest:
                entries[top].append(replace(entry, path=rest))
        for path, place in self.tree.items():
            top, _, rest = path.partition("/")
            if rest:
                trees[top][rest] = place
        return {top: Archive(name=top, entries=tuple(entries[top]), tree=trees[top]) for top in self.folders}


def tree_of(entries: Iterable[Entry]) -> dict[str, Path | None]:
    """The folders that files lie in."""
    tree: dict[str, Path | None] = {}
    for entry in entries:
        folder = entry.path.rpartition("/")[0]
        while folder and folder not in tree:
            tree[folder] = None
            folder = folder.rpartition("/")[0]
    return tree


def told(name: str | Path) -> str:
    """A name as text that can be printed and kept, and is still told from others."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def normal(name: str) -> str:
    """A name in NFC: macOS writes й as и with a breve."""
    return unicodedata.normalize("NFC", name)


def is_noise(path: str) -> bool:
    """Whether systems and editors leave such a file behind: hidden, or in a folder that nobody hands in."""
    return any(part.startswith(".") or part in IGNORED for part in path.split("/"))


def read_folder(root: Path) -> Archive:
    """A folder as an archive; `OSError` where a folder may not be read."""
    entries: list[Entry] = []
    tree: dict[str, Path | None] = {}
    for path in _walk(root, MAX_DEPTH):
        below = normal(path.relative_to(root).as_posix())
        is_folder = path.is_dir() and not path.is_symlink()
        if is_folder:
            tree[below] = path
        # A folder that is named like a program is what its student handed in, if not what was asked for.
        if not is_folder or path.suffix.lower() in CODE:
            entries.append(_entry(below, path))
    entries.sort(key=lambda entry: entry.path)
    return Archive(name=root.resolve().name, entries=tuple(entries), tree=tree)


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    """Every file and folder below a folder, following no link."""
    for path in folder.iterdir():
        if not is_noise(path.name):
            yield path
            if depth > 1 and path.is_dir() and not path.is_symlink():
                yield from _walk(path, depth - 1)


def _entry(below: str, path: Path) -> Entry:
    try:
        modified = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
    except (OverflowError, ValueError, OSError):  # a time that no calendar has
        modified = None
    return Entry(path=below, where=told(path), read=partial(_read, path), modified=modified)


def _read(path: Path, limit: int) -> bytes:
    """The first bytes of a file, following no link and waiting for no device."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise Refused("not_a_file") from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused("not_a_file")
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read(limit)
    finally:
        os.close(descriptor)
