"""A gradebook that is gone when the program ends: the stand-in for tests."""

from collections.abc import Iterable
from datetime import datetime

from grader.errors import GraderError
from grader.gradebook.documents import course_digest, to_document
from grader.gradebook.protocol import Recorded
from grader.gradebook.sources import MemorySources
from grader.model import Mark, Override, Run, Scorecard, Submission

Event = tuple[str, Run | Recorded | Mark | Override]
"""The run that wrote it, "" for none, and what was written; a Recorded that was written before was seen again."""


class MemoryGradebook:
    """Keeps to the protocol `Gradebook`; for one thread."""

    def __init__(self, events: Iterable[Event] = (), run_id: str | None = None) -> None:
        """A gradebook in which that happened; `run_id` is the run that it is a view of."""
        self._events, self._run_id = list(events), run_id
        self.sources = MemorySources()

    def start(self, run: Run) -> None:
        """Records a run."""
        self._events.append((run.id, run))

    def append(self, run_id: str, card: Scorecard) -> bool:
        """Records a scorecard, unless the same work was graded already."""
        wanted = (card.submission, card.received, card.assignment_digest)
        if self._graded(card.student, card.assignment, wanted) is not None:
            return False
        run = next((run for run in reversed(self.runs()) if run.id == run_id), None)
        if run is None:
            raise GraderError("a scorecard of a run that was not started; start the run first")
        digest = course_digest(to_document(run.course))
        sequence = len(self.scorecards()) + 1
        self._events.append((run_id, Recorded(sequence=sequence, run=run, course_digest=digest, card=card)))
        return True

    def find(self, submission: Submission, assignment_digest: str) -> Scorecard | None:
        """The newest card of that work by that version that is not held."""
        wanted = (submission.digest, submission.received, assignment_digest)
        found = self._graded(submission.student, submission.assignment, wanted)
        return None if found is None else found.card

    def sight(self, run_id: str, submission: Submission, assignment_digest: str) -> None:
        """Moves a known work to the end, as the one seen last."""
        wanted = (submission.digest, submission.received, assignment_digest)
        found = self._graded(submission.student, submission.assignment, wanted)
        if found is not None and self.scorecards(submission.student, submission.assignment)[-1] is not found:
            self._events.append((run_id, found))

    def _graded(self, student: str, assignment: str, wanted: tuple[str, datetime | None, str]) -> Recorded | None:
        for recorded in reversed(self.scorecards(student, assignment)):
            card = recorded.card
            if (card.submission, card.received, card.assignment_digest) == wanted and not card.held:
                return recorded
        return None

    def scorecards(self, student: str | None = None, assignment: str | None = None) -> list[Recorded]:
        """The scorecards, the one seen last at the end."""
        seen = [noun for _, noun in self._events if isinstance(noun, Recorded)]
        last = {recorded.sequence: order for order, recorded in enumerate(seen)}
        return [
            recorded
            for order, recorded in enumerate(seen)
            if last[recorded.sequence] == order
            and student in (None, recorded.card.student)
            and assignment in (None, recorded.card.assignment)
        ]

    def add_marks(self, marks: Iterable[Mark]) -> int:
        """Records the marks that are news."""
        newest = {(mark.student, mark.assignment): (mark.points, mark.source) for mark in self.marks()}
        news = [mark for mark in marks if newest.get((mark.student, mark.assignment)) != (mark.points, mark.source)]
        self._events.extend(("", mark) for mark in news)
        return len(news)

    def marks(self) -> list[Mark]:
        """Every mark, oldest first."""
        return [noun for _, noun in self._events if isinstance(noun, Mark)]

    def add_override(self, override: Override) -> None:
        """Records what a person decided."""
        self._events.append(("", override))

    def overrides(self) -> list[Override]:
        """Every override, oldest first."""
        return [noun for _, noun in self._events if isinstance(noun, Override)]

    def runs(self) -> list[Run]:
        """Every run, the one that was started last at the end."""
        return [noun for _, noun in self._events if isinstance(noun, Run)]

    def latest_run(self) -> Run | None:
        """The run that the view is of."""
        runs = [run for run in self.runs() if self._run_id in (None, run.id)]
        return runs[-1] if runs else None

    def as_of(self, run_id: str) -> "MemoryGradebook":
        """What counted when that run had written its last row."""
        written = [order for order, (writer, _) in enumerate(self._events) if writer == run_id]
        if not written:
            raise KeyError(run_id)
        return MemoryGradebook(self._events[: written[-1] + 1], run_id)
