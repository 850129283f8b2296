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
    """Names of the module that are lent during this call: "sigmoid" is answered for by the lender, and
    "Dropout=torch.nn.Dropout" is that object of a public library."""


Lender = Callable[[str, list[Tree], dict[str, Tree]], Tree]
"""`lend(question, arguments, keywords)` → the answer to a question of `grader.sandbox.lending`; `ValueError` if it will
not answer."""


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
