"""What a check found: pure data, worded and drawn by whoever shows it."""

from dataclasses import dataclass
from pathlib import Path

from grader.model import Observation, TaskScore, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the student's code printed during one case, or while it was loaded (`case` is then empty).

    `lines` counts all of it, `text` is its beginning.
    """

    case: str
    lines: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The public cases of one assignment, judged; points and maxima are those of the public cases alone.

    `stopped` says how the file's execution ended early, if it did: what stood above that was checked all the same.
    `notes` are remarks on the file for `messages.note`.
    """

    assignment: str
    title: dict[str, str]
    language: str
    file: Path
    tasks: tuple[TaskScore, ...]
    hidden_cases: dict[str, int]
    printed: tuple[Printed, ...] = ()
    stopped: Observation | None = None
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> int:
        """How many public cases passed."""
        return sum(outcome.verdict is Verdict.PASSED for task in self.tasks for outcome in task.outcomes)

    @property
    def total(self) -> int:
        """How many public cases there are."""
        return sum(len(task.outcomes) for task in self.tasks)

    @property
    def hidden(self) -> int:
        """How many cases there are that only the grader has."""
        return sum(self.hidden_cases.values())

    @property
    def file_name(self) -> str:
        """The name under which the file is to be handed in."""
        return f"{self.assignment}{'.ipynb' if self.file.suffix == '.ipynb' else '.py'}"
