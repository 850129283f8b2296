"""Untrusted bytes → a submission, or the reason why they cannot be one."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from grader.intake.archive import told
from grader.model import Submission
from grader.sources import MAX_BYTES, Unreadable, decode

MAX_NOTEBOOK_BYTES = 32 * 2**20
"""A notebook carries the pictures that it drew; a larger one is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the bytes of a file are as a program: its text, or a reason (a key of the messages) and where."""

    text: str | None
    unreadable: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that was handed in: by whom, for what, when if that is known, and what is to be said of it.

    `raw` is None where there are no bytes to be had; then `unreadable` and `detail` say why.
    """

    student: str
    assignment: str
    name: str
    where: str
    raw: bytes | None
    unreadable: str = ""
    detail: str = ""
    received: datetime | None = None
    notes: tuple[str, ...] = ()


def limit_of(name: str) -> int:
    """How many bytes a file of that name may have."""
    return MAX_NOTEBOOK_BYTES if PurePath(name).suffix.lower() == ".ipynb" else MAX_BYTES


def read_source(name: str, raw: bytes, wanted: Collection[str] = ()) -> Source:
    """The program in the bytes of a file of that name: the only place that knows the kinds of file.

    `wanted` are the names that the assignment asks for, for kinds of file that hold more than a program.
    """
    suffix = PurePath(name).suffix.lower()
    if raw.strip() and suffix != ".py":
        return Source(text=None, unreadable="unsupported", detail=suffix[:20])
    try:
        return Source(text=decode(raw))
    except Unreadable as error:
        return Source(text=None, unreadable=error.reason, detail=error.detail)


def read_submission(found: Found, wanted: Collection[str] = ()) -> Submission:
    """The submission in a file; `source` is None and `unreadable` says why where there is no text to run."""
    if found.raw is None:
        source = Source(text=None, unreadable=found.unreadable, detail=found.detail)
    else:
        source = read_source(found.name, found.raw, wanted)
    # A file that could not be read is another one once it can be: its digest must not be that of the same bytes.
    content = (b"" if source.text is not None else source.unreadable.encode() + b"\0") + (found.raw or b"")
    return Submission(
        student=told(found.student),
        assignment=found.assignment,
        path=found.where,
        source=source.text,
        digest=hashlib.sha256(content).hexdigest(),
        received=found.received,
        unreadable=source.unreadable,
        detail=told(source.detail),
        notes=tuple(told(note) for note in (*found.notes, *source.notes)),
    )
