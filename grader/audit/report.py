"""What an audit found, as facts: rows of the matrix, counts, and findings that say what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from grader.audit.answers import Answer
from grader.audit.known import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend (`wrong`), or to think about; `detail` is a diff or an entry to copy, of several lines."""

    wrong: bool
    task: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case: `only` counts the mistakes and mutants that no other case of its task notices, public ones apart.

    covered_by: where it could be left out, others that notice the same; kept: the author's reason not to.
    """

    name: str
    task: str
    visibility: str
    mistakes: int
    mutants: int
    only: int
    covered_by: tuple[str, ...] = ()
    kept: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MutantRow:
    """One mutant: the task that it counts for, the cases that noticed it, the author's reason if it is equivalent."""

    task: str
    function: str
    number: int
    mutation: str
    noticed: tuple[str, ...]
    whole: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """The counts of one task."""

    task: str
    mistakes: int
    caught: int
    diagnosed: int
    mutants: int
    killed: int
    equivalent: int
    accepted: int
    accepted_right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Luck:
    """How often chance was given a chance.

    A false alarm is a right answer that fails a case; a pass is a known mistake that no hidden case of its task
    notices under some draw.
    """

    draws: int
    accepted_draws: int
    costly_draws: int
    right_runs: int
    false_alarms: int
    mistake_draws: int
    passes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The audit of one assignment."""

    assignment: str
    quick: bool
    seconds: float
    tasks: tuple[TaskRow, ...]
    cases: tuple[CaseRow, ...]
    mistakes: tuple[Known, ...]
    mutants: tuple[MutantRow, ...]
    answers: tuple[Answer, ...]
    luck: Luck
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong; remarks may be left."""
        return not any(finding.wrong for finding in self.findings)

    def cases_of(self, task: str) -> Iterator[CaseRow]:
        """The cases of one task, public ones first."""
        return (case for case in self.cases if case.task == task)


def to_json(reports: Sequence[Any]) -> dict[str, Any]:
    """What `--json` writes: the reports as they are."""
    return {
        "clean": all(report.clean for report in reports),
        "assignments": [{**asdict(report), "clean": report.clean} for report in reports],
    }
