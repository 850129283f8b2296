"""Which layout it is, and where in the archive it begins."""

from grader.intake import canvas, flat, git_clones, gradescope, moodle, nbgrader, student_folders
from grader.intake.archive import Archive
from grader.intake.handins import Layout, Reading, Wanted
from grader.intake.people import Register

SPECIAL: tuple[Layout, ...] = (gradescope, moodle, canvas, git_clones, nbgrader)
"""Layouts that no other looks like, tried in this order."""
GENERAL: tuple[Layout, ...] = (student_folders, flat)
"""Layouts that anything looks like: the one in which more people are on the roster, else the first."""

MAX_WRAPPINGS = 3


def recognised(archive: Archive, wanted: Wanted, register: Register) -> tuple[Layout | None, Archive]:
    """The layout, and the archive without the folders that are wrapped around it."""
    inner: Archive | None = archive
    for _ in range(MAX_WRAPPINGS):
        if inner is None:
            break
        for layout in SPECIAL:
            if layout.recognises(inner, wanted):
                return layout, inner
        inner = _unwrapped(inner)
    inner = _unwrapped(archive)
    if inner is not None and not register.knows(inner.name) and _known_in(inner, wanted, register):
        archive = inner
    ways = [layout for layout in GENERAL if layout.recognises(archive, wanted)]
    counts = [len(_known(layout.read(archive, wanted), register)) for layout in ways]
    return (ways[counts.index(max(counts))] if ways else None), archive


def _unwrapped(archive: Archive) -> Archive | None:
    """What lies in the only folder at the top, if nothing lies beside it."""
    if len(archive.folders) != 1 or any(not entry.folder for entry in archive.entries):
        return None
    return archive.below()[archive.folders[0]]


def _known_in(archive: Archive, wanted: Wanted, register: Register) -> bool:
    return any(_known(layout.read(archive, wanted), register) for layout in GENERAL)


def _known(reading: Reading, register: Register) -> set[str]:
    matches = register.match(handin.person for handin in reading.handins)
    return {one.student for one in matches.values() if one.student is not None}
