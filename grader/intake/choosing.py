"""Which of somebody's files is the one that an assignment wants; a zip that was handed in is looked into.

The file of the exact name wins; else the one file whose name contains the assignment's, apart from case and punctuation
("HW01 backprop (1).py"); else, where there can be no doubt what it is for, the only file there is.  Two that could be
it are not guessed between.  Only of a program and a notebook, for students get both and some hand in both, the better
is taken: the one in which less is left to be written, else the one that is clearly newer, else the program.

A test is handed out in several forms, too: of answer sheets of different kinds the one with the most answers is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf

from grader import sheets
from grader.intake.archive import CODE, ZIP, Entry, Refused
from grader.intake.files import Found, limit_of
from grader.intake.names import plain
from grader.intake.zips import opened_bytes
from grader.sources import stubs_left

MAX_ZIP = 32 * 2**20
"""Bytes of a zip that was handed in."""
MAX_NESTED = 2
"""A zip in a zip in what was handed in is the last one that is opened."""
MAX_OPENED = 8
"""Zips that are opened of one hand-in."""

_CLEARLY = timedelta(minutes=1)
"""Files that were copied together have times that differ by less and mean nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The file that was chosen: its bytes, or why there are none; `taken` is what was in hand, perhaps a zip."""

    name: str
    where: str
    taken: str
    raw: bytes | None = None
    unreadable: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """Other forms of the same sheet, which were passed over."""

    def found(self, student: str, assignment: str, received: datetime | None, notes: tuple[str, ...]) -> Found:
        """This file as what somebody has handed in; `notes` in place of its own."""
        return Found(
            student=student,
            assignment=assignment,
            name=self.name,
            where=self.where,
            raw=self.raw,
            unreadable=self.unreadable,
            detail=self.detail,
            received=received,
            notes=notes,
        )


@dataclass(slots=True, kw_only=True)
class Search:
    """A search for one assignment's file in one hand-in."""

    assignment: str
    others: Sequence[str] = ()
    """Other assignments: a file that is called after one of them is not this one's whatever else it is."""
    quiz: bool = False
    """Whether an answer sheet is searched, not a program."""
    complaints: list[str] = field(default_factory=list)
    """Zips that could not be looked into, and why."""
    opened: int = 0

    def choose(self, files: Sequence[Entry], *, alone: bool) -> Chosen | None:
        """The file for the assignment, if there is one and one only."""
        return self._choose(files, alone=alone, depth=0)

    def finds(self, files: Sequence[Entry], *, alone: bool) -> bool:
        """Whether something in the files looks like what is searched, by its name."""
        named = [entry for entry in files if entry.suffix in (*self._suffixes, ZIP)]
        return bool(self._candidates(named, alone=alone))

    @property
    def _suffixes(self) -> tuple[str, ...]:
        return sheets.SUFFIXES if self.quiz else CODE

    def _choose(self, files: Sequence[Entry], *, alone: bool, depth: int) -> Chosen | None:
        code = self._candidates([entry for entry in files if entry.suffix in self._suffixes], alone=alone)
        if code:
            return self._one(code)
        zips = [entry for entry in files if entry.suffix == ZIP]
        telling = self._candidates(zips, alone=alone)
        if len(telling) == 1:
            return self._in_telling_zip(telling[0], depth)
        inside = [self._in_zip(entry, depth, alone=False) for entry in (telling or zips)[:MAX_OPENED]]
        found = [one for one in inside if one is not None]
        return found[0] if len(found) == 1 else None

    def _candidates(self, files: Sequence[Entry], *, alone: bool) -> list[Entry]:
        exact = [
            entry for entry in files if entry.name in {self.assignment + suffix for suffix in (*self._suffixes, ZIP)}
        ]
        if exact:
            top = min(entry.depth for entry in exact)
            return [entry for entry in exact if entry.depth == top]
        alike = [entry for entry in files if plain(self.assignment) in plain(entry.stem)]
        free = [entry for entry in files if not any(plain(name) in plain(entry.stem) for name in self.others)]
        if alike or not alone:
            return alike
        return [entry for entry in free if not self.quiz or entry.suffix == ZIP or _answers(entry) >= 0]

    def _one(self, candidates: Sequence[Entry]) -> Chosen | None:
        """The one candidate, or the better one of a program and a notebook."""
        if len(candidates) == 1:
            return self._read(candidates[0], ())
        if self.quiz:
            return self._fullest(candidates)
        programs, notebooks = ([entry for entry in candidates if entry.suffix == suffix] for suffix in CODE)
        if len(programs) != 1 or len(notebooks) != 1:
            return None
        better = _better(programs[0], notebooks[0])
        return self._read(better, (f"both_forms|{better.name[:80]}",))

    def _fullest(self, candidates: Sequence[Entry]) -> Chosen | None:
        """Of sheets of different kinds the one with the most answers, the first kind if there are as many."""
        if len({entry.suffix for entry in candidates}) < len(candidates):
            return None
        count = {entry.where: _answers(entry) for entry in candidates}
        best = max(candidates, key=lambda entry: (count[entry.where], -sheets.SUFFIXES.index(entry.suffix)))
        several = sum(answers > 0 for answers in count.values()) > 1
        chosen = self._read(best, (f"several_sheets|{best.name[:80]}",) if several else ())
        return replace(chosen, beside=tuple(entry.where for entry in candidates if entry is not best))

    def _read(self, entry: Entry, notes: tuple[str, ...]) -> Chosen:
        if entry.stem != self.assignment:
            notes = (f"renamed|{entry.name[:80]}", *notes)
        try:
            raw = entry.bytes(limit_of(entry.name))
        except Refused as error:
            return _refused(entry, error, notes)
        return Chosen(name=entry.name, where=entry.where, taken=entry.where, raw=raw, notes=notes)

    def _in_telling_zip(self, entry: Entry, depth: int) -> Chosen:
        """What is in a zip that must be it; if nothing is, that is what was handed in."""
        try:
            found = self._opened(entry, depth, alone=True)
        except Refused as error:
            return _refused(entry, error, ())
        return found or _refused(entry, Refused("not_in_zip"), ())

    def _in_zip(self, entry: Entry, depth: int, *, alone: bool) -> Chosen | None:
        try:
            return self._opened(entry, depth, alone=alone)
        except Refused as error:
            self.complaints.append(f"{entry.where}|{error.reason}")
            return None

    def _opened(self, entry: Entry, depth: int, *, alone: bool) -> Chosen | None:
        self.opened += 1
        if depth >= MAX_NESTED or self.opened > MAX_OPENED:
            raise Refused("nested")
        with opened_bytes(entry.bytes(MAX_ZIP), entry.where) as archive:
            found = self._choose(archive.entries, alone=alone, depth=depth + 1)
        return None if found is None else replace(found, taken=entry.where)


def _refused(entry: Entry, error: Refused, notes: tuple[str, ...]) -> Chosen:
    told = "" if error.reason in ("not_a_file", "too_large") and entry.suffix != ZIP else entry.name[:80]
    return Chosen(
        name=entry.name,
        where=entry.where,
        taken=entry.where,
        unreadable=error.reason,
        detail=error.detail or told,
        notes=notes,
    )


def _answers(entry: Entry) -> int:
    """How many answers are in a sheet; -1 where it is none."""
    try:
        return sheets.answered(entry.bytes(limit_of(entry.name)))
    except Refused:
        return -1


def _better(program: Entry, notebook: Entry) -> Entry:
    """Which of the two forms of a work was worked on."""
    left, left_in_notebook = _left(program), _left(notebook)
    if left != left_in_notebook:
        return program if left < left_in_notebook else notebook
    return notebook if _is_clearly_newer(notebook, program) else program


def _left(entry: Entry) -> float:
    """How much in a file is not written yet; an empty or unreadable one is the worst."""
    try:
        raw = entry.bytes(limit_of(entry.name))
    except Refused:
        return inf
    return stubs_left(raw) if raw.strip() else inf


def _is_clearly_newer(one: Entry, other: Entry) -> bool:
    if one.modified is None or other.modified is None:
        return False
    if (one.modified.tzinfo is None) != (other.modified.tzinfo is None):
        return False
    return one.modified - other.modified > _CLEARLY
