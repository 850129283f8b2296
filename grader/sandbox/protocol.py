"""What the rest of the grader knows of a sandbox."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.model import Case, Observation, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One case to observe, with the seed that draws its inputs."""

    case: Case
    seed: int
    forbids: tuple[str, ...] = ()
    """Dotted names that the case's task may not import."""


class Sandbox(Protocol):
    """Observes cases of one assignment on submissions; one submission at a time."""

    isolation: str
    """One line that says what keeps a student's code in; stored with the grades."""

    def observe(self, submission: Submission, calls: Sequence[Call]) -> Iterator[Observation]:
        """One observation for every call, in order, whatever the submission does."""
        ...

    def close(self) -> None:
        """Ends every process of it."""
        ...
