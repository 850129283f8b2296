"""One hand-in whose student and time are known already: no layout, and nothing in its files to say otherwise."""

from datetime import datetime
from pathlib import Path

from grader.intake.archive import read_folder
from grader.intake.choosing import Search
from grader.intake.files import Found, read_submission
from grader.model import Assignment, Submission


def read_one(file: Path, assignment: Assignment, student: str) -> Submission:
    """The submission in one file.  Raises `OSError` where it cannot be read."""
    found = Found(student=student, assignment=assignment.name, name=file.name, where=str(file), raw=file.read_bytes())
    return read_submission(found, assignment)


def read_single(folder: Path, assignment: Assignment, student: str, received: datetime | None) -> Submission | None:
    """What a student's folder holds for an assignment, however deep and in whatever zip it lies; None if nothing.

    Whatever the files are called, the only program or notebook is taken.  Raises `OSError` where a folder may not be
    read.
    """
    if not folder.is_dir():
        return None
    chosen = Search(assignment=assignment.name, quiz=assignment.kind == "quiz").choose(
        read_folder(folder).entries, alone=True
    )
    if chosen is None:
        return None
    return read_submission(chosen.found(student, assignment.name, received, chosen.notes), assignment)
