"""Reads one untrusted file into a submission, or into the reason why it cannot be one."""

import hashlib
import os
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.model import Submission
from grader.sources import MAX_BYTES, Unreadable, decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that was handed in: by whom, for what, when if that is known, and what is to be said of it."""

    student: str
    assignment: str
    file: Path
    received: datetime | None = None
    notes: tuple[str, ...] = ()


def told(name: str | Path) -> str:
    """A name that is not UTF-8 as text that can be printed and kept, and is still told from others."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_submission(found: Found) -> Submission:
    """The submission in a file; `source` is None and `unreadable` says why where there is no text to run."""
    raw, unreadable = _read_bytes(found.file)
    source, detail = None, ""
    if raw is not None:
        source, unreadable, detail = _decode(raw, found.file)
    # A file that could not be read is another one once it can be: its digest must not be that of the same bytes.
    content = (b"" if source is not None else unreadable.encode() + b"\0") + (raw or b"")
    return Submission(
        student=told(found.student),
        assignment=found.assignment,
        path=told(found.file),
        source=source,
        digest=hashlib.sha256(content).hexdigest(),
        received=found.received,
        unreadable=unreadable,
        detail=detail,
        notes=tuple(told(note) for note in found.notes),
    )


def _read_bytes(file: Path) -> tuple[bytes | None, str]:
    """The file's bytes, following no link and waiting for no device; or why there are none."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None, "not_a_file"
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None, "not_a_file"
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            raw = stream.read(MAX_BYTES + 1)
    finally:
        os.close(descriptor)
    return (None, "too_large") if len(raw) > MAX_BYTES else (raw, "")


def _decode(raw: bytes, file: Path) -> tuple[str | None, str, str]:
    """Text, reason, detail."""
    if raw.strip() and file.suffix.lower() != ".py":
        return None, "unsupported", file.suffix[:20]
    try:
        return decode(raw), "", ""
    except Unreadable as error:
        return None, error.reason, error.detail
