"""nbgrader's course folder: `submitted/<student>/<assignment>/`, with `timestamp.txt` beside the files.

What lies in `submitted/` is a folder per student; the folders beside it (`source`, `release`, `autograded`, `feedback`)
hold the teacher's files and are not looked at.
"""

from dataclasses import replace

from grader.intake import student_folders
from grader.intake.archive import Archive
from grader.intake.handins import Reading, Wanted

NAME = "nbgrader's submitted tree"
FOLDER = "submitted"
OTHERS = frozenset({"source", "release", "autograded", "feedback", "nbgrader_config.py", "gradebook.db"})


def recognises(archive: Archive, wanted: Wanted) -> bool:
    """Whether there is a folder `submitted` in it, alone or with what nbgrader makes beside it."""
    tops = {entry.path.partition("/")[0] for entry in archive.entries} | set(archive.folders)
    return FOLDER in archive.folders and tops - {FOLDER} <= OTHERS


def read(archive: Archive, wanted: Wanted) -> Reading:
    """The hand-ins of every student in `submitted`."""
    reading = student_folders.read(archive.below()[FOLDER], wanted)
    return replace(reading, aside=tuple(sorted(OTHERS)))
