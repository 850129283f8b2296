"""At Gradescope: grades the submission that lies there and writes `results.json`: `python -m … ROOT`.

    ROOT/source/                     what `grader.bundles.gradescope` packed
    ROOT/submission/                 the student's files, whatever they are called
    ROOT/submission_metadata.json    who handed them in, and when
    ROOT/results/results.json        what Gradescope shows

Whatever is wrong with a submission, there are results that say so; what this prints only the instructor reads.
"""

import json
import platform
import re
import sys
import traceback
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from grader import __version__, messages
from grader.autograde import Autograder
from grader.bundles.gradescope import COURSE, FAILURE, SECRET, SETTINGS
from grader.course import load_material
from grader.exports import gradescope_results
from grader.files import write_atomically
from grader.gradebook import MemoryGradebook
from grader.gradebook.documents import from_document
from grader.intake import read_single
from grader.model import Assignment, Course, Run, Scorecard, Student, Submission
from grader.sandbox import Isolation, Wall, choose_wall
from grader.scoring import decimal

MAX_FOUND = 8
"""File names that are told where none of them is the solution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was packed, and the place where it is to grade."""

    root: Path
    course: Course
    assignment: Assignment
    secret: bytes
    language: str
    isolation: Isolation

    @property
    def source(self) -> Path:
        """The packed files."""
        return self.root / "source"


def main(root: Path) -> None:
    """Grades, and writes the results; our own failure becomes results that say so, and is printed."""
    results = root / "results" / "results.json"
    try:
        document, told = graded(load_job(root))
    except Exception:  # noqa: BLE001 - a student must never see a stack trace of ours in place of results
        write_atomically(results, (root / "source" / FAILURE).read_bytes())
        traceback.print_exc(file=sys.stdout)
        return
    write_atomically(results, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    print("\n".join(told))


def load_job(root: Path) -> Job:
    """What was packed."""
    source = root / "source"
    settings = json.loads((source / SETTINGS).read_text(encoding="utf-8"))
    course = from_document((source / COURSE).read_text(encoding="utf-8"), Course)
    return Job(
        root=root,
        course=course,
        assignment=course.assignment(settings["assignment"]),
        secret=(source / SECRET).read_bytes(),
        language=settings["language"],
        isolation=settings["isolation"],
    )


def graded(job: Job) -> tuple[dict[str, Any], list[str]]:
    """The results of what lies in the submission's folder, and what is to be told to the instructor."""
    wall = choose_wall(job.isolation)
    metadata = _metadata(job.root / "submission_metadata.json")
    student = student_of(metadata, job.course, job.language)
    folder = job.root / "submission"
    submission = read_single(folder, job.assignment, student.id, received(metadata))
    if submission is None:
        sentence = _nothing(job.assignment, folder, student.language)
        return gradescope_results.failure([sentence]), [f"{student.id} {job.assignment.name}: no submission"]
    card = _grade(job, submission, wall)
    return gradescope_results.document(card, student.language, _extra(card, wall)), list(_told(card, wall))


def student_of(metadata: Mapping[str, Any], course: Course, language: str) -> Student:
    """Who handed it in: by the address on the roster, else a stranger with an id made of the address.

    Of a group, the first who is on the roster.
    """
    users = [user for user in metadata.get("users") or [] if isinstance(user, dict)]
    known = {student.email.casefold(): student for student in course.roster if student.email}
    for user in users:
        student = known.get(str(user.get("email", "")).casefold())
        if student is not None:
            return student
    first = users[0] if users else {}
    said = str(first.get("email") or first.get("id") or metadata.get("id") or "unknown")
    own = re.sub(r"[^\w.@+-]+", "_", said).lstrip(".")[:80] or "unknown"
    return Student(id=own, name="", language="en" if language == "en" else "ru")


def _metadata(path: Path) -> dict[str, Any]:
    """What Gradescope says of the submission; nothing where it says nothing that can be read."""
    with suppress(OSError, ValueError, RecursionError):
        read = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(read, dict):
            return read
    return {}


def received(metadata: Mapping[str, Any]) -> datetime | None:
    """When it was handed in; without a time zone it is UTC; None where that is not said."""
    try:
        time = datetime.fromisoformat(str(metadata.get("created_at")))
    except ValueError:
        return None
    if not MINYEAR < time.year < MAXYEAR:  # there, another zone may not have this time at all
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _nothing(assignment: Assignment, folder: Path, language: str) -> str:
    """That no file could be the solution, and which there are."""
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    name = messages.code(f"{assignment.name}.py")
    if not found:
        return messages.phrase("nothing_found.empty", language, name=name) + "."
    listed = ", ".join(messages.code(one, 80) for one in found[:MAX_FOUND]) + (" …" if len(found) > MAX_FOUND else "")
    return messages.phrase("nothing_found", language, name=name, found=listed) + "."


def _grade(job: Job, submission: Submission, wall: Wall) -> Scorecard:
    material = load_material(job.source, job.assignment)
    run = Run(
        id=uuid.uuid4().hex[:12],
        started=datetime.now(UTC),
        grader=__version__,
        course=job.course,
        isolation=wall.line,
        versions={"python": platform.python_version(), "numpy": np.__version__},
    )
    autograder = Autograder({job.assignment.name: material}, job.course, job.secret, wall=wall)
    with closing(autograder.grade([submission], MemoryGradebook(), run)) as cards:
        return next(cards).card


def _extra(card: Scorecard, wall: Wall) -> dict[str, Any]:
    return {
        "student": card.student,
        "submission": card.submission,
        "assignment": card.assignment_digest,
        "grader": __version__,
        "isolation": wall.line,
        "held": card.held,
        "seconds": round(card.seconds, 3),
    }


def _told(card: Scorecard, wall: Wall) -> Iterator[str]:
    """For the instructor: what each case found, with its numbers, and why a card is held."""
    yield f"isolation: {wall.line}"
    when = card.received.isoformat() if card.received else "at a time that is not known"
    yield f"{card.student} {card.assignment}, received {when}: {decimal(card.score)} of {decimal(card.max_points)}"
    for task in card.tasks:
        for outcome in task.outcomes:
            yield f"{task.task}.{outcome.case}: {messages.outcome(outcome, 'en', reveal=True)}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
