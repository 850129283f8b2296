"""Moodle's "Download all submissions" of one assignment:

    Иванова Анна_1234567_assignsubmission_file/hw01_backprop.py       in folders, as it is by default
    Иванова Анна_1234567_assignsubmission_file_hw01_backprop.py       flat
    Иванова Анна_1234567_assignsubmission_onlinetext/onlinetext.html  what was typed into the page

The number is the participant's, as in the worksheet's column Identifier.  Newer versions of Moodle stamp every file
with the moment of the download; older ones kept the time of handing in.  The two are told apart by the spread of the
times: a class does not hand in within an hour, and a download does not take one.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from grader.intake.archive import Archive, Entry
from grader.intake.handins import HandIn, Reading, Wanted
from grader.intake.people import Person

NAME = "Moodle's download of all submissions"

_TOP = re.compile(r"(?P<label>(?P<name>.+)_(?P<number>\d+))_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?")
_DOWNLOAD = timedelta(hours=1)
_UNTIMED = (
    "the times of the files are those of the download, so nothing is late: write the times that count into the "
    "column received of the --map file"
)


def recognises(archive: Archive, wanted: Wanted) -> bool:
    """Whether names are made as Moodle makes them."""
    return any(_TOP.fullmatch(entry.path.partition("/")[0]) for entry in archive.entries)


def read(archive: Archive, wanted: Wanted) -> Reading:
    """A hand-in for each participant."""
    files: defaultdict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    typed: dict[str, str] = {}
    for entry in archive.entries:
        top, _, rest = entry.path.partition("/")
        found = _TOP.fullmatch(top)
        if found is None:
            continue
        if found["kind"] != "file":
            typed[found["label"]] = entry.where
            continue
        path = rest or found["file"]
        if path:
            files[found["label"], found["name"], found["number"]].append(replace(entry, path=path))
    times = _times({label: own for (label, _, _), own in files.items()})
    handins = [
        HandIn(
            person=Person(label=label, name=name, numbers=(number,)),
            files=tuple(own),
            received=times.get(label),
        )
        for (label, name, number), own in files.items()
    ]
    only_typed = sorted(set(typed) - {label for label, _, _ in files})
    remarks = [f"{typed[label]}: typed into the page: ask for a file" for label in only_typed]
    return Reading(handins=handins, remarks=(*remarks, *((_UNTIMED,) if handins and not times else ())))


def _times(files: dict[str, Sequence[Entry]]) -> dict[str, datetime]:
    """When each participant's newest file came, or nothing where the times are those of the download."""
    clocks = {(e.modified is None or e.modified.tzinfo is None) for own in files.values() for e in own}
    newest = {label: max(times) for label, own in files.items() if (times := [e.modified for e in own if e.modified])}
    if len(clocks) != 1 or not newest or max(newest.values()) - min(newest.values()) < _DOWNLOAD:
        return {}
    return newest
