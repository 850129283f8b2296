"""Reads one untrusted file into a submission, or into the reason why it cannot be one."""

import hashlib
import os
import stat
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.errors import GraderError
from grader.model import Submission
from grader.notebooks import MAX_NOTEBOOK_BYTES, ModuleText, code_cells, to_module
from grader.sources import MAX_BYTES, Unreadable, decode, stubs_left


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


def read_submission(found: Found, wanted: Collection[str] = ()) -> Submission:
    """The submission in a file; `source` is None and `unreadable` says why where there is no text to run.

    Of a notebook, what the `wanted` names need is read (by default, what any function or class needs).
    """
    limit = MAX_NOTEBOOK_BYTES if _is_notebook(found.file) else MAX_BYTES
    raw, unreadable = _read_bytes(found.file, limit)
    module, detail = None, ""
    if raw is not None:
        module, unreadable, detail = _read_module(raw, found.file, wanted)
    # A file that could not be read is another one once it can be: its digest must not be that of the same bytes.
    content = (b"" if module is not None else unreadable.encode() + b"\0") + (raw or b"")
    return Submission(
        student=told(found.student),
        assignment=found.assignment,
        path=told(found.file),
        source=module.source if module else None,
        digest=hashlib.sha256(content).hexdigest(),
        received=found.received,
        unreadable=unreadable,
        detail=detail,
        notes=(*(told(note) for note in found.notes), *(module.notes if module else ())),
        line_map=module.line_map if module else (),
    )


def further(files: Sequence[Path]) -> Path:
    """Of the forms in which a work was handed in, the one with the fewest stubs left; of equal ones the first.

    Students get a file and a notebook to choose from, and some hand in both with one of them untouched.
    """
    return min(files, key=lambda file: _stubs(file) if len(files) > 1 else 0)


def _stubs(file: Path) -> int:
    raw, _ = _read_bytes(file, MAX_NOTEBOOK_BYTES)
    return stubs_left(raw) if raw else sys.maxsize


def _is_notebook(file: Path) -> bool:
    return file.suffix.lower() == ".ipynb"


def _read_bytes(file: Path, limit: int) -> tuple[bytes | None, str]:
    """The file's bytes, following no link and waiting for no device; or why there are none."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None, "not_a_file"
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None, "not_a_file"
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            raw = stream.read(limit + 1)
    finally:
        os.close(descriptor)
    return (None, "too_large") if len(raw) > limit else (raw, "")


def _read_module(raw: bytes, file: Path, wanted: Collection[str]) -> tuple[ModuleText | None, str, str]:
    """The module in the bytes of a file; or the reason and the detail why there is none."""
    try:
        if _is_notebook(file):
            return to_module(code_cells(raw), wanted), "", ""
        if raw.strip() and file.suffix.lower() != ".py":
            return None, "unsupported", file.suffix[:20]
        return ModuleText(source=decode(raw)), "", ""
    except Unreadable as error:
        if error.reason == "needs_ipython":  # our own lack, which must cost nobody anything
            raise GraderError(
                f"{told(file)}: to read notebooks with magics IPython is needed: pip install ipython"
            ) from error
        return None, error.reason, error.detail
