"""No sandbox at all: for tests, for trusted code, and as the floor that speed is measured against."""

from collections.abc import Iterator, Sequence

from grader.model import Observation, Submission
from grader.observe import load, observe
from grader.sandbox.protocol import Call, Lender


class InProcessSandbox:
    """Runs the submission right here.  Never for a student's code: nothing keeps it in, nothing stops it."""

    def observe(
        self, submission: Submission, calls: Sequence[Call], lend: Lender | None = None
    ) -> Iterator[Observation]:
        """One observation for every call, in order; nothing is borrowed here."""
        module, _ = load(submission.source or "", submission.path)
        for call in calls:
            yield observe(call.case, module, call.seed)

    def close(self) -> None:
        """There is nothing to end."""
