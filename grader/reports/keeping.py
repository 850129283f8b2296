"""Pages that are written where what they show has changed, and left alone where it has not.

A part is the pages that show the same facts, such as those of one student.  Beside the pages lies a file, `KEPT`, that
names for each part what it was made from, and the size and time of every page.  A part is made anew if its facts are
others, if another grader made it, or if a page is not there as it was written.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from grader.files import write_atomically
from grader.reports.contents import made_by

KEPT = ".kept.json"

Pages = Iterable[tuple[str, str]]
"""Paths, relative to the folder of all reports, and what is written there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pages that show the same facts: `facts` is a digest of everything that `pages` makes them from.

    Pages of None are always made.
    """

    name: str
    facts: str | None
    pages: Callable[[], Pages]


@dataclass(frozen=True, slots=True)
class Kept:
    """A part as it was written: the digest of its facts, and each page's size in bytes and time in nanoseconds."""

    facts: str
    pages: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Written:
    """Parts by their names, and how many of their pages were not there as they are now."""

    parts: dict[str, Kept] = field(default_factory=dict)
    changed: int = 0

    @property
    def paths(self) -> Iterator[str]:
        """Every page, part by part."""
        return (path for part in self.parts.values() for path in part.pages)

    @property
    def size(self) -> int:
        """What the pages weigh together, in bytes."""
        return sum(size for part in self.parts.values() for size, _ in part.pages.values())


def merged(written: Iterable[Written]) -> Written:
    """All that was written, as one."""
    every = list(written)
    return Written({name: part for one in every for name, part in one.parts.items()}, sum(one.changed for one in every))


@dataclass(frozen=True, slots=True)
class _File:
    made_by: str
    parts: dict[str, Kept]


def kept_in(folder: Path) -> dict[str, Kept]:
    """What was written below a folder by this grader; nothing where that is not known."""
    try:
        read = msgspec.json.decode((folder / KEPT).read_bytes(), type=_File)
    except (OSError, msgspec.MsgspecError):
        return {}
    return read.parts if read.made_by == made_by() else {}


def keep(folder: Path, written: Written) -> None:
    """Remembers what was written below a folder."""
    raw = msgspec.json.encode(_File(made_by(), written.parts))
    write_atomically(folder / KEPT, raw, lasting=False)  # it can be made again from the gradebook


def write_parts(out: Path, parts: Iterable[Part], known: Mapping[str, Kept]) -> Written:
    """Writes the pages of those parts that are not there already."""
    root, written, changed = str(out), {}, 0
    for part in parts:
        kept = known.get(part.name)
        if kept is None or part.facts is None or kept.facts != part.facts or not _is_there(root, kept):
            pages = {}
            for name, text in part.pages():
                new, pages[name] = write_page(os.path.join(root, name), text.encode("utf-8"))
                changed += new
            kept = Kept(part.facts or "", pages)
        written[part.name] = kept
    return Written(written, changed)


def _is_there(root: str, kept: Kept) -> bool:
    try:
        return all(_stamp(os.path.join(root, name)) == stamp for name, stamp in kept.pages.items())
    except OSError:
        return False


def _stamp(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns


def write_page(path: str, raw: bytes) -> tuple[bool, tuple[int, int]]:
    """Whether the file had to be written, and its stamp.

    It is there whole or not at all, but not made sure against a power cut, as grades are.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.new")  # another one may be writing here, too
    try:
        if os.stat(path).st_size == len(raw) and Path(path).read_bytes() == raw:
            return False, _stamp(path)
    except OSError:
        os.makedirs(folder, exist_ok=True)
    try:
        with open(temporary, "wb") as file:
            file.write(raw)
        stamp = _stamp(temporary)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True, stamp
