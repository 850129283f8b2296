"""What the pages of the instructor are made of, read from the gradebook once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from grader.gradebook import Gradebook, Recorded
from grader.model import Mark, Run, Scorecard
from grader.overriding import in_force
from grader.reports.table import Cell, ClassTable, Row, as_decided, latest_run, quick_reading, tabulated


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The class at the time `now`, with every scorecard and mark that was ever recorded for it, oldest first.

    `attempts` and `marks` are by (student, assignment).
    """

    table: ClassTable
    runs: tuple[Run, ...]
    attempts: Mapping[tuple[str, str], tuple[Recorded, ...]]
    marks: Mapping[tuple[str, str], tuple[Mark, ...]]
    now: datetime

    @property
    def records(self) -> list[Recorded]:
        """Every scorecard that was recorded."""
        return [record for own in self.attempts.values() for record in own]


def read_facts(gradebook: Gradebook, now: datetime) -> Facts:
    """The facts at the time `now`; `GraderError` if the gradebook is empty."""
    with quick_reading():
        run, every = latest_run(gradebook), gradebook.marks()
        records = as_decided(gradebook.scorecards(), in_force(gradebook.overrides()), run.course)
        table = tabulated(run, records, every, now)
        attempts: defaultdict[tuple[str, str], list[Recorded]] = defaultdict(list)
        for recorded in records:
            attempts[recorded.card.student, recorded.card.assignment].append(recorded)
        marks: defaultdict[tuple[str, str], list[Mark]] = defaultdict(list)
        for mark in every:
            marks[mark.student, mark.assignment].append(mark)
        return Facts(
            table=table,
            runs=tuple(gradebook.runs()),
            attempts={key: tuple(own) for key, own in attempts.items()},
            marks={key: tuple(own) for key, own in marks.items()},
            now=now,
        )


def counted(cell: Cell) -> Scorecard | None:
    """The scorecard whose numbers may be counted with others': it is there, and our own failure is not in it."""
    return cell.card if cell.card is not None and not cell.card.held else None


def is_unread(cell: Cell) -> bool:
    """Whether a file came that could not be read as a program."""
    outcomes = [outcome for task in cell.card.tasks for outcome in task.outcomes] if cell.card else []
    return bool(outcomes) and all(o.difference is not None and o.difference.kind == "unreadable" for o in outcomes)


def cells(table: ClassTable) -> list[tuple[Row, Cell]]:
    """Every piece of work of the class, student by student."""
    return [(row, cell) for row in table.rows for cell in row.cells]
