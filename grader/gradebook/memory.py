"""A gradebook that is gone when the program ends: the stand-in for tests."""

from collections.abc import Iterable
from datetime import datetime

from grader.gradebook.protocol import Recorded
from grader.gradebook.sources import MemorySources
from grader.model import Mark, Run, Scorecard, Submission


class MemoryGradebook:
    """Keeps to the protocol `Gradebook`; for one thread."""

    def __init__(self) -> None:
        """An empty gradebook."""
        self._runs: list[Run] = []
        self._cards: list[Recorded] = []
        self._marks: list[Mark] = []
        self.sources = MemorySources()

    def start(self, run: Run) -> None:
        """Records a run."""
        self._runs.append(run)

    def append(self, run_id: str, card: Scorecard) -> bool:
        """Records a scorecard, unless the same work was graded already."""
        wanted = (card.submission, card.received, card.assignment_digest)
        if self._graded(card.student, card.assignment, wanted) is not None:
            return False
        self._cards.append(Recorded(sequence=len(self._cards) + 1, run_id=run_id, card=card))
        return True

    def find(self, submission: Submission, assignment_digest: str) -> Scorecard | None:
        """The newest card of that work by that version that is not held."""
        wanted = (submission.digest, submission.received, assignment_digest)
        return self._graded(submission.student, submission.assignment, wanted)

    def sight(self, run_id: str, submission: Submission, assignment_digest: str) -> None:
        """Moves a known work to the end, as the one seen last."""
        card = self.find(submission, assignment_digest)
        for recorded in [one for one in self._cards if one.card is card]:
            self._cards.remove(recorded)
            self._cards.append(recorded)

    def _graded(self, student: str, assignment: str, wanted: tuple[str, datetime | None, str]) -> Scorecard | None:
        for recorded in reversed(self.scorecards(student, assignment)):
            card = recorded.card
            if (card.submission, card.received, card.assignment_digest) == wanted and not card.held:
                return card
        return None

    def scorecards(self, student: str | None = None, assignment: str | None = None) -> list[Recorded]:
        """The scorecards, the one seen last at the end."""
        return [
            recorded
            for recorded in self._cards
            if student in (None, recorded.card.student) and assignment in (None, recorded.card.assignment)
        ]

    def add_marks(self, marks: Iterable[Mark]) -> int:
        """Records the marks that are news."""
        newest = {(mark.student, mark.assignment): (mark.points, mark.source) for mark in self._marks}
        news = [mark for mark in marks if newest.get((mark.student, mark.assignment)) != (mark.points, mark.source)]
        self._marks.extend(news)
        return len(news)

    def marks(self) -> list[Mark]:
        """Every mark, oldest first."""
        return list(self._marks)

    def latest_run(self) -> Run | None:
        """The run that was started last."""
        return self._runs[-1] if self._runs else None

    def runs(self) -> list[Run]:
        """Every run, oldest first."""
        return list(self._runs)
