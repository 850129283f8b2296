"""What the rest of the grader knows of a sandbox."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.model import Case, Observation, Submission, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One case to observe, with the seed that draws its inputs."""

    case: Case
    seed: int
    forbids: tuple[str, ...] = ()
    """Dotted names that the case's task may not import."""
    borrows: tuple[str, ...] = ()
    """Functions of the module that the reference answers for during this call."""


Lender = Callable[[str, list[Tree], dict[str, Tree]], Tree]
"""`lend(name, arguments, keywords)` → what the reference's function returns; `ValueError` if it will not."""


class Sandbox(Protocol):
    """Observes cases of one assignment on submissions; one submission at a time."""

    def observe(
        self, submission: Submission, calls: Sequence[Call], lend: Lender | None = None
    ) -> Iterator[Observation]:
        """One observation for every call, in order, whatever the submission does.

        `lend` answers in the trusted process for what calls borrow: the reference itself is in no other.
        """
        ...

    def close(self) -> None:
        """Ends every process of it."""
        ...
