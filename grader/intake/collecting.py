"""Recognises how submissions lie, reads them, says whose they are, and takes what counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from grader import messages
from grader.errors import GraderError
from grader.intake.archive import CODE, ZIP, Archive, Entry, Refused, read_folder, told
from grader.intake.attempts import Candidate, counting
from grader.intake.choosing import Search
from grader.intake.files import read_submission
from grader.intake.handins import Reading, Wanted
from grader.intake.mapping import Mapped
from grader.intake.names import plain
from grader.intake.people import Match, Register
from grader.intake.recognising import recognised
from grader.intake.zips import opened_zip
from grader.model import Assignment, Policy, Student, Submission

_MOST = 0.8
"""Where so large a share of an export's telling file names tells one assignment, the export is that assignment's."""


_WHY = {
    "damaged": "this zip is damaged, or none: download it again, or unpack it and name the folder",
    "too_many": "this zip holds too many files to be a class's: unpack it, and name the folder that counts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a folder or zip holds: submissions, and what an instructor must know about the rest."""

    layout: str
    submissions: tuple[Submission, ...]
    strangers: tuple[str, ...]
    """Students who are not on the roster: they are graded, and shown apart."""
    unread: tuple[str, ...]
    """Files that no assignment wants: a wrong name, perhaps."""
    misplaced: Mapping[str, str] = field(default_factory=dict)
    """Those of them that are named by an assignment, which it is, but lie where nobody's files are looked for."""
    matches: tuple[Match, ...] = ()
    """Everybody in it and whom they were matched to, in the order of what they are called."""
    remarks: tuple[str, ...] = ()
    """What was left out, and why: a line each."""


def collect(
    root: Path,
    assignments: Sequence[Assignment],
    roster: Sequence[Student],
    policy: Policy | None = None,
    asked: Iterable[str] = (),
    mapped: Mapping[str, Mapped] | None = None,
) -> Batch:
    """The submissions of these assignments in a folder or zip; `GraderError` if it does not hold any.

    `asked` are the assignments that are to be graded now: a file that names none may be for the only one of them.
    """
    register = Register(roster, mapped or {})
    wanted = Wanted(
        assignments=tuple(assignments),
        asked=frozenset(asked),
        policy=policy or Policy(),
        student_of=lambda person: register.match([person])[person.label].student,
    )
    try:
        with _opened(root) as archive:
            return _collected(root, archive, wanted, register)
    except Refused as error:
        raise GraderError(f"{root}: {_WHY.get(error.reason, _WHY['damaged'])}") from error
    except OSError as error:
        raise GraderError(f"{error.filename}: cannot be read ({error.strerror}): mend its permissions") from error


@contextmanager
def _opened(root: Path) -> Iterator[Archive]:
    if root.is_dir():
        yield read_folder(root)
    elif root.is_file() and root.suffix.lower() == ZIP:
        with opened_zip(root) as archive:
            yield archive
    else:
        raise GraderError(f"{root}: there is no such folder: name the folder or the zip that holds the submissions")


def _collected(root: Path, archive: Archive, wanted: Wanted, register: Register) -> Batch:
    layout, inner = recognised(archive, wanted, register)
    if layout is None:
        raise GraderError(f"{root}: no known layout: put each student's files in a folder named by the student's id")
    reading = layout.read(inner, wanted)
    matches = register.match(handin.person for handin in reading.handins)
    candidates, complaints = _candidates(inner, reading, wanted)
    said = ((one, one.handin.person) for one in candidates)
    counted, unclear = counting(
        ((one, matches[person.label], register.said_of(person)) for one, person in said), wanted
    )
    by_name = {assignment.name: assignment for assignment in wanted.assignments}
    submissions = tuple(read_submission(found, by_name[found.assignment]) for found in counted)
    known = {where for candidate in candidates for where in (candidate.chosen.taken, *candidate.chosen.beside)}
    unread = _unread(inner, reading, known, wanted)
    return Batch(
        layout=layout.NAME,
        submissions=submissions,
        strangers=tuple(sorted({one.student for one in submissions} - register.ids)),
        unread=tuple(told(entry.path) for entry in unread),
        misplaced=_misplaced(unread, reading, wanted),
        matches=tuple(matches[label] for label in sorted(matches)),
        remarks=(*archive.refused, *reading.remarks, *complaints, *unclear),
    )


def _candidates(archive: Archive, reading: Reading, wanted: Wanted) -> tuple[list[Candidate], list[str]]:
    """The files that were chosen, and the zips that could not be looked into."""
    meant = _meant(archive, reading, wanted)
    by_name = {assignment.name: assignment for assignment in wanted.assignments}
    candidates: list[Candidate] = []
    complaints: dict[str, None] = {}
    for handin in reading.handins:
        only = handin.assignment or meant
        for name in [only] if only else by_name:
            others = [other for other in by_name if other != name]
            search = Search(assignment=name, others=others, quiz=by_name[name].kind == "quiz")
            chosen = search.choose(handin.files, alone=handin.alone or (not handin.assignment and name == meant))
            complaints |= dict.fromkeys(search.complaints)
            if chosen is not None:
                candidates.append(Candidate(handin=handin, assignment=by_name[name], chosen=chosen))
    taken = {candidate.chosen.taken for candidate in candidates}
    return candidates, [_complaint(one) for one in complaints if one.partition("|")[0] not in taken]


def _complaint(text: str) -> str:
    where, _, reason = text.rpartition("|")
    return f"{where}: {messages.unreadable(reason, '', 'en')}"


def _meant(archive: Archive, reading: Reading, wanted: Wanted) -> str:
    """The assignment that an export as a whole is of, "" where that is not clear.

    Most of its files say so by their names; else its own name does, or there is but one that was asked for, or the few
    names that say anything agree.
    """
    named: Counter[str] = Counter()
    handins = [handin for handin in reading.handins if not handin.assignment]
    for handin in handins:
        stems = {plain(file.stem) for file in handin.files if file.suffix in wanted.suffixes}
        named.update(a.name for a in wanted.assignments if any(plain(a.name) in stem for stem in stems))
    most = [name for name, count in named.items() if count >= _MOST * named.total()]
    if most and 2 * named[most[0]] >= len(handins):
        return most[0]
    called = [a.name for a in wanted.assignments if _is_called(archive.name, a)]
    for names in (called, sorted(wanted.asked), [assignment.name for assignment in wanted.assignments], most):
        if len(names) == 1:
            return names[0]
    return ""


def _is_called(name: str, assignment: Assignment) -> bool:
    return any(plain(text) in plain(name) for text in (assignment.name, *assignment.title.values()) if plain(text))


def _unread(archive: Archive, reading: Reading, known: set[str], wanted: Wanted) -> list[Entry]:
    return [
        entry
        for entry in archive.entries
        if _might_count(entry, wanted)
        and entry.where not in known
        and entry.path.partition("/")[0] not in reading.aside
    ]


def _misplaced(unread: Iterable[Entry], reading: Reading, wanted: Wanted) -> dict[str, str]:
    """What is not at fault for its name: no hand-in holds it, because of the folder that it lies in."""
    names = {assignment.name for assignment in wanted.assignments}
    seen = {entry.where for handin in reading.handins for entry in handin.files}
    return {told(entry.path): entry.stem for entry in unread if entry.stem in names and entry.where not in seen}


def _might_count(entry: Entry, wanted: Wanted) -> bool:
    """Whether a file looks like a work: a program, a zip, or what may be an answer sheet where there are tests."""
    if entry.suffix in (*CODE, ZIP):
        return True
    quizzes = [assignment for assignment in wanted.assignments if assignment.kind == "quiz"]
    named = any(plain(assignment.name) in plain(entry.stem) for assignment in quizzes)
    return entry.suffix in wanted.suffixes and (named or (entry.suffix == ".json" and bool(quizzes)))
