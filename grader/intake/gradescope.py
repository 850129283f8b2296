"""Gradescope's export of one assignment: a folder for each submission, and who handed it in beside them.

    assignment_123_export/submission_metadata.yml
    assignment_123_export/submission_98765/hw01_backprop.py

The metadata's keys are the folders; `:submitters` names one student or a group, `:created_at` says when.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from grader.errors import GraderError
from grader.intake.archive import Archive, Entry, Refused
from grader.intake.handins import HandIn, Reading, Wanted
from grader.intake.people import Person
from grader.intake.plain_yaml import NotYaml, plain_yaml

NAME = "Gradescope's export"
METADATA = "submission_metadata.yml"
MAX_METADATA = 64 * 2**20

_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[T ]\s*(?P<clock>\d\d:\d\d:\d\d)(?:\.(?P<fraction>\d+))?"
    r"\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?"
)


def recognises(archive: Archive, wanted: Wanted) -> bool:
    """Whether the metadata is there."""
    return any(entry.path == METADATA for entry in archive.entries)


def read(archive: Archive, wanted: Wanted) -> Reading:
    """A hand-in for each submitter; all of a group hand in the same files."""
    file = next(entry for entry in archive.entries if entry.path == METADATA)
    metadata = _metadata(file)
    handins: list[HandIn] = []
    remarks = []
    for folder, inside in archive.below().items():
        facts = metadata.get(folder)
        people = list(_submitters(facts.get(":submitters"))) if isinstance(facts, dict) else []
        if not isinstance(facts, dict) or not people:
            remarks.append(f"{folder}: {METADATA} does not say whose it is")
            continue
        received, notes = _time(facts.get(":created_at"))
        handins += [HandIn(person=person, files=inside.entries, received=received, notes=notes) for person in people]
    return Reading(handins=handins, remarks=tuple(remarks))


def _metadata(file: Entry) -> dict[str, Any]:
    try:
        parsed = plain_yaml(file.bytes(MAX_METADATA).decode("utf-8-sig"))
    except Refused as error:
        raise GraderError(f"{file.where}: cannot be read ({error.reason}): export it again") from error
    except UnicodeDecodeError as error:
        raise GraderError(f"{file.where}: not UTF-8 (byte {error.start}): export it again") from error
    except NotYaml as error:
        raise GraderError(f"{file.where}: not valid YAML ({error}): export it again") from error
    if not isinstance(parsed, dict):
        raise GraderError(f"{file.where}: no table of submissions: export it again")
    return parsed


def _submitters(listed: Any) -> Iterator[Person]:
    for facts in listed if isinstance(listed, list) else ():
        if not isinstance(facts, dict):
            continue
        sid, email, name = (_text(facts.get(key)) for key in (":sid", ":email", ":name"))
        label = email or sid or name
        if label:
            yield Person(label=label, ids=tuple(one for one in (sid, email) if one), name=name)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) and value.strip() not in ("~", "null") else ""


def _time(value: Any) -> tuple[datetime | None, tuple[str, ...]]:
    """The time of a submission: "2026-10-05 20:59:00.123456000 Z", or Ruby's object with such a text in `utc`."""
    text = _text(value.get("utc") or value.get("time") if isinstance(value, dict) else value)
    if not text:
        return None, ()
    found = _TIME.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        zone = "+00:00" if found["zone"] in (None, "Z", "UTC") else found["zone"]
        fraction = (found["fraction"] or "0")[:6].ljust(6, "0")
        return datetime.fromisoformat(f"{found['day']}T{found['clock']}.{fraction}{zone}"), ()
    except ValueError:
        return None, (f"lms_time_unread|{text[:80]}",)
