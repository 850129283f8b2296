"""What a gradebook can do, whatever it is kept in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from grader.gradebook.sources import Sources
from grader.model import Mark, Run, Scorecard, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A scorecard as it stands in the gradebook; `sequence` grows with every one that is appended."""

    sequence: int
    run_id: str
    card: Scorecard


class Gradebook(Protocol):
    """An append-only store of grades.  Every method is one transaction; `GraderError` says what is wrong with it."""

    @property
    def sources(self) -> Sources:
        """The texts that were graded."""

    def start(self, run: Run) -> None:
        """Records a run before its first scorecard; a run is recorded once."""

    def append(self, run_id: str, card: Scorecard) -> bool:
        """Records a scorecard of that run.

        False, and nothing is written, if the same work was graded already by the same version of the assignment:
        a card that is not held, with the same student, assignment, submission, received and assignment_digest.
        """

    def find(self, submission: Submission, assignment_digest: str) -> Scorecard | None:
        """The newest card of that work by that version that is not held, or None: what need not be graded again."""

    def sight(self, run_id: str, submission: Submission, assignment_digest: str) -> None:
        """Records that the work which `find` found was handed in to that run again, if another was seen since."""

    def scorecards(self, student: str | None = None, assignment: str | None = None) -> list[Recorded]:
        """The scorecards of one student or of all, in one assignment or in all, the one seen last at the end."""

    def add_marks(self, marks: Iterable[Mark]) -> int:
        """Records, all or none, the marks that differ in points or source from the newest known; says how many."""

    def marks(self) -> list[Mark]:
        """Every mark that was imported, oldest first."""

    def latest_run(self) -> Run | None:
        """The run that was started last, with its course; None in an empty gradebook."""

    def runs(self) -> list[Run]:
        """Every run with its course, oldest first."""
