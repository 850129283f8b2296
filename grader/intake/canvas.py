"""Canvas's `submissions.zip` of one assignment: every file at the top, its name telling whose it is.

    ivanovaanna_81234_5512345_hw01_backprop.py             <last name first name>_<user>_<file>_<name of the file>
    petrovboris_LATE_81235_5512399_hw01_backprop-2.py      after the deadline; the third file of that name
    anon_x7Kd2_5512400_hw01_backprop.py                    anonymous

The larger a file's number, the later it came.  Canvas stamps the files with the moment of the download, and says LATE
without saying how late: such a file counts as the earliest that is late at all.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from grader.intake.archive import Archive, Entry
from grader.intake.handins import HandIn, Reading, Wanted
from grader.intake.names import plain
from grader.intake.people import Person

NAME = "Canvas's submissions.zip"

_FILE = re.compile(
    r"(?:(?P<name>[^/]+?)_)??(?P<late>LATE_)?(?P<user>\d+|anon_[^\W_]+)_(?P<number>\d{3,})_(?P<file>[^/]+)"
)
_COUNTER = re.compile(r"-\d+(?=\.\w+$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Upload:
    number: int
    late: bool
    entry: Entry


def recognises(archive: Archive, wanted: Wanted) -> bool:
    """Whether most of the files at the top are named as Canvas names them."""
    top = [entry for entry in archive.entries if not entry.folder]
    return bool(top) and 2 * sum(_FILE.fullmatch(entry.name) is not None for entry in top) > len(top)


def read(archive: Archive, wanted: Wanted) -> Reading:
    """For each user the newest file of every name, and the older ones as earlier attempts."""
    people: dict[str, Person] = {}
    uploads: defaultdict[str, list[_Upload]] = defaultdict(list)
    remarks = []
    for entry in archive.entries:
        found = _FILE.fullmatch(entry.path)
        if found is None:
            continue
        name, user = found["name"] or "", found["user"]
        person = Person(label=f"{name}_{user}" if name else user, numbers=(user,), squeezed=name)
        if found["file"] in ("text.html", "link.html"):
            remarks.append(f"{entry.where}: typed into the page: ask for a file")
            continue
        people[person.label] = person
        named = replace(entry, path=_without_counter(found["file"], wanted))
        upload = _Upload(number=int(found["number"]), late=found["late"] is not None, entry=named)
        uploads[person.label].append(upload)
    handins = [handin for label, own in uploads.items() for handin in _attempts(people[label], own, wanted)]
    return Reading(handins=handins, remarks=tuple(remarks))


def _without_counter(name: str, wanted: Wanted) -> str:
    """The name that the file was uploaded under; "task-2.py" may have been called so by its student."""
    bare = _COUNTER.sub("", name)
    stem = plain(bare.rpartition(".")[0])
    return bare if any(plain(assignment.name) in stem for assignment in wanted.assignments) else name


def _attempts(person: Person, uploads: list[_Upload], wanted: Wanted) -> list[HandIn]:
    newest: dict[str, _Upload] = {}
    older = []
    for upload in sorted(uploads, key=lambda one: one.number):
        before = newest.get(upload.entry.path)
        if before is not None and upload.entry.suffix in wanted.suffixes:
            older.append([before])
        newest[upload.entry.path] = upload
    return [_handin(person, attempt) for attempt in (*older, list(newest.values()))]


def _handin(person: Person, uploads: list[_Upload]) -> HandIn:
    return HandIn(
        person=person,
        files=tuple(upload.entry for upload in uploads),
        late=any(upload.late for upload in uploads),
        attempt=(max(upload.number for upload in uploads),),
    )
