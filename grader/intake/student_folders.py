"""A folder per student, in which a file is named by the assignment, or lies in a folder that is:

    submissions/ivanov/hw01_backprop.py
    submissions/ivanov/hw01_backprop/hw01_backprop.py      with timestamp.txt beside it, if the time is known

The second form is nbgrader's `submitted/` tree.  A file of another name is taken where it can mean nothing else, and
that is noted; anything else is left unread, and that is noted too.
"""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from pathlib import Path

from grader.intake.files import Found, further
from grader.model import Assignment

TIMESTAMP = "timestamp.txt"
SUFFIXES = (".py", ".ipynb")
IGNORED = {"__pycache__", "__MACOSX"}


def recognises(root: Path) -> bool:
    """Whether there are folders in it: one for each student, we hope."""
    return any(_is_student(entry) for entry in root.iterdir())


def read(root: Path, assignments: Sequence[Assignment]) -> Iterator[Found]:
    """What each student's folder holds for these assignments, students in alphabetical order."""
    for folder in sorted(root.iterdir()):
        if _is_student(folder):
            for assignment in assignments:
                found = _find(folder, assignment)
                if found is not None:
                    yield found


def unread(root: Path, assignments: Sequence[Assignment]) -> Iterator[Path]:
    """The Python files and notebooks that were not taken: of another name, too deep, or one of two that could be it."""
    for folder in sorted(root.iterdir()):
        if not _is_student(folder):
            if _is_code(folder) and not folder.is_dir():
                yield folder
            continue
        wanted = {found.file for a in assignments if (found := _find(folder, a)) is not None}
        for path in _walk(folder):
            if _is_code(path) and path not in wanted:
                yield path


def _find(folder: Path, assignment: Assignment) -> Found | None:
    name = assignment.name
    own = folder / name
    if _is_folder(own):
        file, renamed = _pick(own, name, alone=True)
        time = own / TIMESTAMP
    else:
        file, renamed = _pick(folder, name, alone=False)
        time = folder / TIMESTAMP
    if file is None:
        return None
    received, unread_time = _timestamp(time)
    notes = [f"renamed|{file.name[:80]}"] if renamed else []
    if unread_time:
        notes.append(f"time_unread|{unread_time[:80]}")
    return Found(student=folder.name, assignment=name, file=file, received=received, notes=tuple(notes))


def _pick(folder: Path, name: str, *, alone: bool) -> tuple[Path | None, bool]:
    """The file for an assignment and whether it goes by another name.

    The exact name wins, of a file and a notebook the one in which more is written; else the one file whose name
    contains the assignment's, apart from case and punctuation ("HW01 backprop (1).py"); else, in a folder of the
    assignment's own, the only file there is.
    """
    files = [path for path in sorted(folder.iterdir()) if _is_code(path)]
    exact = [path for suffix in SUFFIXES for path in files if path.name == f"{name}{suffix}"]
    if exact:
        return further(exact), False
    alike = [path for path in files if _plain(name) in _plain(path.stem)]
    candidates = alike or (files if alone else [])
    return (candidates[0], True) if len(candidates) == 1 else (None, False)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _timestamp(file: Path) -> tuple[datetime | None, str]:
    """The time in the first line, ISO 8601 (without a zone it is UTC), or None and the line that is no such time."""
    if file.is_symlink() or not file.is_file():
        return None, ""
    with file.open("rb") as stream:
        line = stream.readline(100).decode("utf-8", "replace").strip()
    try:
        time = datetime.fromisoformat(line.removesuffix(" UTC"))
    except ValueError:
        return None, line or "…"
    if not MINYEAR < time.year < MAXYEAR:  # there, another zone may not have this time at all
        return None, line
    return (time if time.tzinfo else time.replace(tzinfo=UTC)), ""


def _is_student(path: Path) -> bool:
    return _is_folder(path) and path.name not in IGNORED and not path.name.startswith(".")


def _is_code(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".")


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder, following no link."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in IGNORED and not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(files) if not name.startswith("."))
