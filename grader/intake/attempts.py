"""Of everything that was chosen, what counts: whose it is, when it came, and which of several attempts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from grader.intake.choosing import Chosen
from grader.intake.files import Found
from grader.intake.handins import HandIn, Wanted
from grader.intake.mapping import LEAVE_OUT, Mapped
from grader.intake.people import Match
from grader.model import Assignment

_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that was chosen for an assignment out of a hand-in."""

    handin: HandIn
    assignment: Assignment
    chosen: Chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A candidate of a student, and the time that the late policy goes by."""

    candidate: Candidate
    found: Found

    @property
    def label(self) -> str:
        return self.candidate.handin.person.label


def counting(
    candidates: Iterable[tuple[Candidate, Match, Mapped | None]], wanted: Wanted
) -> tuple[list[Found], list[str]]:
    """The files that count, by student and assignment, and a line for each student whose newest is not clear.

    The newest attempt alone, or, where the best one counts, all of them from the oldest on.
    """
    works: defaultdict[tuple[str, str], list[_Dated]] = defaultdict(list)
    for candidate, match, mapped in candidates:
        if match.student == LEAVE_OUT:
            continue
        found = _found(candidate, match.student or match.label, mapped, wanted)
        works[found.student, found.assignment].append(_Dated(candidate=candidate, found=found))
    order = {assignment.name: at for at, assignment in enumerate(wanted.assignments)}
    counted: list[Found] = []
    unclear: list[str] = []
    for (student, assignment), attempts in sorted(works.items(), key=lambda item: (item[0][0], order[item[0][1]])):
        ordered = _in_order(attempts, student)
        if ordered is None:
            places = " and ".join(sorted(one.found.where for one in attempts))
            unclear.append(f"{student} {assignment}: {places}: nothing says which is newer: leave one")
        else:
            counted += [one.found for one in (ordered if wanted.policy.attempts == "best" else ordered[-1:])]
    return counted, unclear


def _in_order(attempts: Sequence[_Dated], student: str) -> list[_Dated] | None:
    """The attempts from the oldest on, as far as that is known; None where it is not."""
    if len(attempts) == 1:
        return list(attempts)
    times = [one.found.received for one in attempts]
    numbers = [one.candidate.handin.attempt for one in attempts]
    if all(numbers) and len(set(numbers)) == len(numbers):
        return sorted(attempts, key=lambda one: one.candidate.handin.attempt)
    known = [time for time in times if time is not None]
    if len(known) == len(attempts) and len(set(known)) == len(known):
        return sorted(attempts, key=lambda one: one.found.received or datetime.min.replace(tzinfo=UTC))
    own = [one for one in attempts if one.label == student]
    return own if len(own) == 1 else None


def _found(candidate: Candidate, student: str, mapped: Mapped | None, wanted: Wanted) -> Found:
    handin, chosen = candidate.handin, candidate.chosen
    received, notes = _received(candidate, mapped, wanted)
    own = chosen.notes if handin.own_names else tuple(n for n in chosen.notes if not n.startswith("renamed|"))
    return chosen.found(student, candidate.assignment.name, received, (*own, *handin.notes, *notes))


def _received(candidate: Candidate, mapped: Mapped | None, wanted: Wanted) -> tuple[datetime | None, tuple[str, ...]]:
    """When it came: as the `--map` file says, else as the export does; and what is to be said of that."""
    handin, due = candidate.handin, candidate.assignment.due
    if mapped is not None and mapped.received is not None:
        return mapped.received, ()
    if handin.received is not None:
        here = handin.received
        # A zip has the clock of whoever made it: that of the course, we must suppose.
        return (here if here.tzinfo else here.replace(tzinfo=(due.tzinfo if due else None) or UTC)), ()
    if handin.late and due is not None:
        own, moment = wanted.due(handin.person, candidate.assignment), due + wanted.grace + _A_MOMENT
        # The LMS does not know of the student's extension.
        return moment, () if own is not None and own > moment else ("late_at_least|",)
    return None, ()
