"""A zip as an archive, whoever made it and however hostile: names are decoded, members are read up to a limit.

A member's bytes are inflated only when they are asked for, and no further than they are: a bomb of any ratio is a file
that is too large.  What a zip may weigh by itself (its list of members, its depth in other zips) is limited here.
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from grader.intake.archive import Archive, Entry, Refused, is_noise, normal, told, tree_of
from grader.intake.zip_names import extra_field, member_names

MAX_MEMBERS = 20_000
MAX_LIST = 8 * 2**20
"""Bytes of the list of members; some 100 bytes each."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_END, _LONG = b"PK\x05\x06", b"PK\x06\x07"
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # UnicodeDecodeError is one
    NotImplementedError,
    RuntimeError,
    OverflowError,
)


@contextmanager
def opened_zip(path: Path) -> Iterator[Archive]:
    """The zip at that path, open for as long as the context is; raises `Refused`."""
    with path.open("rb") as stream, _opened(stream) as zipped:
        yield _archive(zipped, name=path.stem, where=told(path))


@contextmanager
def opened_bytes(raw: bytes, where: str) -> Iterator[Archive]:
    """The zip in these bytes, which are told as `where`; raises `Refused`."""
    with _opened(io.BytesIO(raw)) as zipped:
        yield _archive(zipped, name=where, where=where)


@contextmanager
def _opened(stream: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    _check_list(stream)
    try:
        zipped = zipfile.ZipFile(stream)
    except _BROKEN as error:
        raise Refused("damaged") from error
    with zipped:
        if len(zipped.filelist) > MAX_MEMBERS:
            raise Refused("too_many")
        yield zipped


def _check_list(stream: IO[bytes]) -> None:
    """Refuses a zip whose list of members alone would fill the memory: it is read before anything can be counted."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 66_000))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise Refused("damaged")
    listed: int = struct.unpack("<L", tail[at + 12 : at + 16])[0]
    if MAX_LIST < listed < 2**32 - 1:
        raise Refused("too_many")
    if tail[max(0, at - 20) : at].startswith(_LONG) and size < 2**31:  # only a larger zip needs the long form
        raise Refused("damaged")
    stream.seek(0)


def _archive(zipped: zipfile.ZipFile, *, name: str, where: str) -> Archive:
    members = [info for info in zipped.filelist if not info.orig_filename.endswith(("/", "\\"))]
    paths = [_path(name) for name in member_names(members)]
    seen = Counter(path for path in paths if path is not None)
    entries: dict[str, Entry] = {}
    refused = []
    for info, path in zip(members, paths, strict=True):
        if path is None:
            refused.append(f"{where}: {told(info.orig_filename)[:200]}: this path leads out of the zip")
        elif not is_noise(path):
            entries[path] = _entry(zipped, info, path, where=f"{where}/{told(path)}", twice=seen[path] > 1)
    ordered = tuple(entries[path] for path in sorted(entries))
    return Archive(name=name, entries=ordered, tree=tree_of(ordered), refused=tuple(refused))


def _path(name: str) -> str | None:
    """A member's path with slashes; None if it leads out of the folder that it is unpacked into."""
    slashed = normal(name).replace("\\", "/")
    parts = [part for part in slashed.split("/") if part not in ("", ".")]
    if slashed.startswith("/") or re.match(r"[A-Za-z]:", slashed) or ".." in parts or "\0" in slashed or not parts:
        return None
    return "/".join(parts)


def _entry(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, *, where: str, twice: bool) -> Entry:
    kind = stat.S_IFMT(info.external_attr >> 16)

    def read(limit: int) -> bytes:
        if twice:
            raise Refused("duplicate")
        if kind not in (0, stat.S_IFREG):
            raise Refused("not_a_file")
        if info.flag_bits & _ENCRYPTED:
            raise Refused("encrypted")
        if info.compress_type not in METHODS:
            raise Refused("damaged")
        try:
            with zipped.open(info) as stream:
                return stream.read(limit)
        except _BROKEN as error:
            raise Refused("damaged") from error

    return Entry(path=path, where=where, read=read, modified=_modified(info))


def _modified(info: zipfile.ZipInfo) -> datetime | None:
    """When the member was changed: an instant where the zip holds one, else a time on the clock of whoever made it."""
    stamp = extra_field(info, 0x5455)
    try:
        if len(stamp) >= 5 and stamp[0] & 1:
            return datetime.fromtimestamp(struct.unpack("<l", stamp[1:5])[0], UTC)
        return datetime(*info.date_time)
    except (ValueError, OverflowError, OSError):
        return None
