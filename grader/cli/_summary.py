"""What an instructor is told at the end of a run."""

from collections import defaultdict

from grader import messages
from grader.autograde import Graded
from grader.model import Scorecard
from grader.quiz import OTHER_VARIANT, UNKNOWN_VARIANT


class Summary:
    """Gathers, as scorecards come, what is to be told at the end; of the scorecards themselves it keeps none."""

    def __init__(self) -> None:
        self.new = self.known = 0
        self.held: list[str] = []
        """A line for each that waits for us."""
        self.remarks: list[str] = []
        """Lines of what else a person should know."""
        self.students: defaultdict[str, set[str]] = defaultdict(set)
        """Who handed in, by assignment."""

    @property
    def count(self) -> int:
        """How many scorecards there are."""
        return self.new + self.known

    def add(self, graded: Graded) -> None:
        """Takes note of one."""
        card = graded.card
        self.new += graded.new
        self.known += not graded.new
        self.students[card.assignment].add(card.student)
        student = messages.clean(card.student)
        if card.held:
            self.held.append(f"HELD, our own failure, look into it: {student} {card.assignment}: {_our_failure(card)}")
        self.remarks += [f"{student} {card.assignment}: {messages.note(note, 'en')}" for note in card.notes]
        of_variant = _strange_variant(card)
        if of_variant:
            self.remarks.append(f"{student} {card.assignment}: {of_variant}")

    def counted(self, seconds: float) -> str:
        """How many were graded in so many seconds, and how many were known before."""
        known = f", {self.known} known already" if self.known else ""
        rate = f" ({self.new / seconds:.1f} submissions/s)" if self.new else ""
        return f"{self.new} graded{known} in {seconds:.1f} s{rate}"


def _our_failure(card: Scorecard) -> str:
    return next(
        outcome.detail for task in card.tasks for outcome in task.outcomes if outcome.verdict.value == "grader_error"
    )


def _strange_variant(card: Scorecard) -> str:
    """What is to be said of a sheet that is not of the student's own variant; "" of any other."""
    for outcome in (outcome for task in card.tasks for outcome in task.outcomes):
        why = outcome.difference.path if outcome.difference is not None else ""
        if why == OTHER_VARIANT:
            return f"handed in the variant of {outcome.detail}"
        if why == UNKNOWN_VARIANT:
            return "a variant that nobody was given: is .grader/secret what the papers were drawn from?"
    return ""
