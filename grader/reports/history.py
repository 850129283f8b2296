"""Everything that the gradebook knows of one student, in the order in which it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from grader.errors import GraderError
from grader.gradebook import GradebookView, Recorded
from grader.model import Course, Mark, Override, Scorecard
from grader.overriding import in_force
from grader.reports.table import as_decided
from grader.scoring import counting_card


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact: when it was written, and whether it is what counts now.

    Of an attempt, `fact` is the scorecard as it was graded, and `now` what became of it since: overrides, lateness.
    An attempt is as old as the run that graded it.
    """

    at: datetime
    assignment: str
    fact: Recorded | Mark | Override
    counts: bool
    now: Scorecard | None = None


def history(gradebook: GradebookView, student: str, assignment: str | None = None) -> tuple[Entry, ...]:
    """The attempts, marks and overrides of one student, in one assignment or in all, oldest first.

    `GraderError` if the gradebook is empty, or knows no such student or assignment.
    """
    run = gradebook.latest_run()
    if run is None:
        raise GraderError("the gradebook is empty; grade something first: grader autograde SUBMISSIONS_DIR")
    entries = [*_attempts(gradebook, student, run.course), *_marks(gradebook, student), *_overrides(gradebook, student)]
    if not entries and student not in {one.id for one in run.course.roster}:
        raise GraderError(f"{student}: no such student, neither on the roster of run {run.id} nor in the gradebook")
    known = {one.name for one in run.course.assignments} | {entry.assignment for entry in entries}
    if assignment is not None and assignment not in known:
        raise GraderError(
            f"--assignment {assignment}: there is none of that name: use one of {', '.join(sorted(known))}"
        )
    kept = [entry for entry in entries if assignment in (None, entry.assignment)]
    return tuple(sorted(kept, key=lambda entry: entry.at.timestamp()))


def _attempts(gradebook: GradebookView, student: str, course: Course) -> Iterator[Entry]:
    graded = gradebook.scorecards(student)
    today = {one.sequence: one.card for one in as_decided(graded, in_force(gradebook.overrides()), course)}
    counting = [
        counting_card([today[one.sequence] for one in graded if one.card.assignment == name], course.policy)
        for name in sorted({card.assignment for card in today.values()})
    ]
    for one in graded:
        now = today.get(one.sequence)
        counts = any(now is card for card in counting if card is not None)
        yield Entry(at=one.run.started, assignment=one.card.assignment, fact=one, counts=counts, now=now)


def _marks(gradebook: GradebookView, student: str) -> Iterator[Entry]:
    own = [mark for mark in gradebook.marks() if mark.student == student]
    newest = {mark.assignment: mark for mark in sorted(own, key=lambda mark: mark.imported)}
    for mark in own:
        counts = mark is newest[mark.assignment]
        yield Entry(at=mark.imported, assignment=mark.assignment, fact=mark, counts=counts)


def _overrides(gradebook: GradebookView, student: str) -> Iterator[Entry]:
    every = gradebook.overrides()
    standing = list(in_force(every).values())
    for one in every:
        if one.student == student:
            counts = any(one is other for other in standing)
            yield Entry(at=one.at, assignment=one.assignment, fact=one, counts=counts)
