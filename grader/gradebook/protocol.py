"""What a gradebook can do, whatever it is kept in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from grader.gradebook.sources import Sources
from grader.model import Mark, Override, Run, Scorecard, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A scorecard as it stands in the gradebook, and what it came from.

    `sequence` grows with every scorecard that is appended; `course_digest` names the version of the course in `run`.
    The file's hash, the assignment's version, the cases and the time of handing in stand in the card itself.
    """

    sequence: int
    run: Run
    course_digest: str
    card: Scorecard

    @property
    def run_id(self) -> str:
        """Which run graded it."""
        return self.run.id


class GradebookView(Protocol):
    """What is read, of the whole gradebook or of what was in it at some moment.  `GraderError` says what is wrong."""

    def scorecards(self, student: str | None = None, assignment: str | None = None) -> list[Recorded]:
        """The scorecards of one student or of all, in one assignment or in all, the one seen last at the end."""

    def marks(self) -> list[Mark]:
        """Every mark that was imported, oldest first."""

    def overrides(self) -> list[Override]:
        """Every override, oldest first, those that were replaced or taken back, too."""

    def runs(self) -> list[Run]:
        """Every run with its course, the one that was started last at the end."""

    def latest_run(self) -> Run | None:
        """The run that the view is of, with its course: the one that was started last; None in an empty gradebook."""


class Gradebook(GradebookView, Protocol):
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

    def add_marks(self, marks: Iterable[Mark]) -> int:
        """Records, all or none, the marks that differ in points or source from the newest known; says how many."""

    def add_override(self, override: Override) -> None:
        """Records what a person decided."""

    def as_of(self, run_id: str) -> GradebookView:
        """What counted when that run had written its last row; its `latest_run` is that run.

        Marks and overrides belong to the state that they were written before.  `KeyError` if there is no such run.
        """
