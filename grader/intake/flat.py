"""Files that are named by their student, and by the assignment where there are several:

    ivanov_hw01_backprop.py   hw01_backprop-petrova.ipynb   sidorov.py   orlova.zip

A file that names no assignment is for the one that the folder is called after, or that was asked for.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from grader.intake.archive import CODE, ZIP, Archive, Entry
from grader.intake.handins import HandIn, Reading, Wanted
from grader.intake.people import Person
from grader.model import Assignment

NAME = "files named by their students"

_COPY = re.compile(r"[\s_.-]*\(\d+\)$")
_EDGES = " _.-"


def recognises(archive: Archive, wanted: Wanted) -> bool:
    """Whether files of students lie at the top; one that is named by an assignment alone is nobody's."""
    return any(_named(entry, wanted.assignments)[1] for entry in _files(archive, wanted))


def read(archive: Archive, wanted: Wanted) -> Reading:
    """A hand-in for each file that names a student."""
    files: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in _files(archive, wanted):
        assignment, student = _named(entry, wanted.assignments)
        if student:
            path = f"{assignment}{entry.suffix}" if assignment else entry.path
            files[student, assignment].append(replace(entry, path=path))
    handins = [
        HandIn(
            person=Person(label=student, ids=(student,), name=student),
            files=tuple(own),
            assignment=assignment,
            alone=bool(assignment),
            own_names=False,
        )
        for (student, assignment), own in files.items()
    ]
    return Reading(handins=handins)


def _files(archive: Archive, wanted: Wanted) -> list[Entry]:
    """Programs and zips; of what may be an answer sheet, what is named by its test."""
    quizzes = [assignment for assignment in wanted.assignments if assignment.kind == "quiz"]
    top = [entry for entry in archive.entries if not entry.folder and entry.suffix in wanted.suffixes]
    return [entry for entry in top if entry.suffix in (*CODE, ZIP) or _named(entry, quizzes)[0]]


def _named(entry: Entry, assignments: Sequence[Assignment]) -> tuple[str, str]:
    """The assignment ("" for none) and the student that a file's name tells; the longest assignment that fits."""
    stem = _COPY.sub("", entry.stem)
    for assignment in sorted(assignments, key=lambda one: len(one.name), reverse=True):
        loosely = r"[\W_]*".join(map(re.escape, re.findall(r"[^\W_]+", assignment.name)))
        # The name stands apart: in "hw012_petrov" there is no hw01.
        found = re.search(rf"(?<![^\W_]){loosely}(?![^\W_])", stem, re.IGNORECASE)
        if found:
            before, after = stem[: found.start()].strip(_EDGES), stem[found.end() :].strip(_EDGES)
            return assignment.name, f"{before}_{after}".strip("_")
    return "", stem.strip(_EDGES)
