"""Which layout it is, and where in the archive it begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.intake import canvas, flat, git_clones, gradescope, moodle, nbgrader, student_folders
from grader.intake.archive import Archive
from grader.intake.handins import Layout, Reading, Wanted
from grader.intake.mapping import Mapped
from grader.intake.people import Person, match
from grader.model import Student

SPECIAL: tuple[Layout, ...] = (gradescope, moodle, canvas, git_clones, nbgrader)
"""Layouts that no other looks like, tried in this order."""
GENERAL: tuple[Layout, ...] = (student_folders, flat)
"""Layouts that anything looks like: the one in which more people are on the roster, else the first."""

MAX_WRAPPINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """Who may hand in: the roster, and what the `--map` file says of those whom it does not tell."""

    roster: Sequence[Student]
    mapped: Mapping[str, Mapped]

    def knows(self, label: str) -> bool:
        """Whether somebody who is called so is on the roster."""
        person = Person(label=label, ids=(label,), name=label)
        return match([person], self.roster, self.mapped)[label].student is not None


def recognised(archive: Archive, wanted: Wanted, people: Class) -> tuple[Layout | None, Archive]:
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
    if inner is not None and not people.knows(inner.name) and _known_in(inner, wanted, people):
        archive = inner
    ways = [layout for layout in GENERAL if layout.recognises(archive, wanted)]
    counts = [len(_known(layout.read(archive, wanted), people)) for layout in ways]
    return (ways[counts.index(max(counts))] if ways else None), archive


def _unwrapped(archive: Archive) -> Archive | None:
    """What lies in the only folder at the top, if nothing lies beside it."""
    if len(archive.folders) != 1 or any(not entry.folder for entry in archive.entries):
        return None
    return archive.below()[archive.folders[0]]


def _known_in(archive: Archive, wanted: Wanted, people: Class) -> bool:
    return any(_known(layout.read(archive, wanted), people) for layout in GENERAL)


def _known(reading: Reading, people: Class) -> set[str]:
    matches = match((handin.person for handin in reading.handins), people.roster, people.mapped)
    return {one.student for one in matches.values() if one.student is not None}
