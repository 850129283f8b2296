"""A folder per student, in which a file is named by the assignment, or lies in a folder that is:

    submissions/ivanov/hw01_backprop.py
    submissions/ivanov/hw01_backprop/hw01_backprop.py      with timestamp.txt beside it, if the time is known

Files that lie deeper are not looked at: they are told.
"""

from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, datetime

from grader.intake.archive import Archive, Entry, Refused
from grader.intake.handins import HandIn, Reading, Wanted
from grader.intake.people import Person

NAME = "a folder per student"
TIMESTAMP = "timestamp.txt"


def recognises(archive: Archive, wanted: Wanted) -> bool:
    """Whether there are folders in it: one for each student, we hope."""
    return bool(archive.folders)


def read(archive: Archive, wanted: Wanted) -> Reading:
    """What each student's folder holds for the assignments, students in alphabetical order."""
    return Reading(handins=list(_handins(archive, wanted)))


def _handins(archive: Archive, wanted: Wanted) -> Iterator[HandIn]:
    for student, folder in archive.below().items():
        person = Person(label=student, ids=(student,), name=student)
        below = folder.below()
        for assignment in wanted.assignments:
            own = below.get(assignment.name)
            own = own if own is not None and own.entries else None  # an empty folder hides nothing beside it
            inside = folder.entries if own is None else own.entries
            files = tuple(entry for entry in inside if not entry.folder)
            received, unread = timestamp(files)
            yield HandIn(
                person=person,
                files=files,
                assignment=assignment.name,
                alone=own is not None,
                received=received,
                notes=(f"time_unread|{unread[:80]}",) if unread else (),
            )


def timestamp(files: Sequence[Entry]) -> tuple[datetime | None, str]:
    """The time in the first line of `timestamp.txt`, ISO 8601 (without a zone it is UTC).

    None without such a file, and None with the line where it is no such time.
    """
    file = next((entry for entry in files if entry.path == TIMESTAMP), None)
    try:
        start = file.read(100) if file is not None else None
    except Refused:
        start = None
    if start is None:
        return None, ""
    line = start.partition(b"\n")[0].decode("utf-8", "replace").strip()
    try:
        time = datetime.fromisoformat(line.removesuffix(" UTC"))
    except ValueError:
        return None, line or "…"
    if not MINYEAR < time.year < MAXYEAR:  # there, another zone may not have this time at all
        return None, line
    return (time if time.tzinfo else time.replace(tzinfo=UTC)), ""
