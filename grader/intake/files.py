"""Untrusted bytes → a submission, or the reason why they cannot be one."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from grader import sheets
from grader.errors import GraderError
from grader.intake.archive import told
from grader.model import Assignment, Submission
from grader.notebooks import MAX_NOTEBOOK_BYTES, ModuleText, code_cells, to_module
from grader.sources import MAX_BYTES, Unreadable, decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the bytes of a file are as a program: its text, or a reason (a key of the messages) and where."""

    module: ModuleText | None
    unreadable: str = ""
    detail: str = ""


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
    return MAX_NOTEBOOK_BYTES if _is_notebook(name) else MAX_BYTES


def read_source(name: str, raw: bytes, wanted: Collection[str] = ()) -> Source:
    """The program in the bytes of a file of that name: the only place that knows the kinds of file.

    Of a notebook, what the `wanted` names need is read (by default, what any function or class needs).
    """
    suffix = PurePath(name).suffix.lower()
    try:
        if _is_notebook(name):
            return Source(module=to_module(code_cells(raw), wanted))
        if raw.strip() and suffix != ".py":
            return Source(module=None, unreadable="unsupported", detail=suffix[:20])
        return Source(module=ModuleText(source=decode(raw)))
    except Unreadable as error:
        if error.reason == "needs_ipython":  # our own lack, which must cost nobody anything
            raise GraderError(
                f"{name}: to read notebooks with magics IPython is needed: pip install ipython"
            ) from error
        return Source(module=None, unreadable=error.reason, detail=error.detail)


def read_answers(raw: bytes) -> Source:
    """The answer sheet in the bytes of a file, as the text that `sheets.from_text` reads."""
    try:
        sheet = sheets.read_sheet(raw)
    except Unreadable as error:
        return Source(module=None, unreadable=error.reason, detail=error.detail)
    return Source(module=ModuleText(source=sheets.to_text(sheet), notes=sheet.notes))


def read_submission(found: Found, assignment: Assignment) -> Submission:
    """The submission in a file; `source` is None and `unreadable` says why where there is no text to run.

    Of a test, `source` is not a program but the text of the answer sheet.
    """
    if found.raw is None:
        source = Source(module=None, unreadable=found.unreadable, detail=found.detail)
    elif assignment.kind == "quiz":
        source = read_answers(found.raw)
    else:
        source = read_source(found.name, found.raw, assignment.required)
    module = source.module
    # A file that could not be read is another one once it can be: its digest must not be that of the same bytes.
    content = (b"" if module is not None else source.unreadable.encode() + b"\0") + (found.raw or b"")
    return Submission(
        student=told(found.student),
        assignment=found.assignment,
        path=found.where,
        source=module.source if module else None,
        digest=hashlib.sha256(content).hexdigest(),
        received=found.received,
        unreadable=source.unreadable,
        detail=told(source.detail),
        notes=(*(told(note) for note in found.notes), *(module.notes if module else ())),
        line_map=module.line_map if module else (),
    )


def _is_notebook(name: str) -> bool:
    return PurePath(name).suffix.lower() == ".ipynb"
