"""What the class did, task by task: classical item statistics, and the known mistakes that were made.

    difficulty      mean share of the task's points over all who handed the work in
    discrimination  correlation of the task's points with the points of the rest of the same work (corrected item-total
                    correlation): near 0, the task tells nothing about who knows the subject; below 0, look at its cases

Work that is missing or held is in neither: nobody answered there.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from grader.model import Assignment, Diagnosis, Outcome, Scorecard, Student, Task, TaskScore, Verdict
from grader.reports.site.facts import cells, counted
from grader.reports.table import ClassTable

ENOUGH = 5
"""Fewer works than this say nothing about how two numbers go together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """How many works passed a case, of how many; `verdicts` counts what became of it, worst first."""

    sample: Outcome
    passed: int
    graded: int
    verdicts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFigures:
    """One task over the class; `mean` is None where nobody handed in, `discrimination` where it is not defined."""

    assignment: Assignment
    task: Task
    graded: int
    full: int
    mean: Fraction | None
    discrimination: float | None
    cases: tuple[CaseFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MistakeFigures:
    """A known mistake, and who made it, in the order of the roster."""

    assignment: Assignment
    task: Task
    diagnosis: Diagnosis
    students: tuple[Student, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """The known mistakes as one looks through them.

    `common` are those that several made, the commonest first; `single` those of one student each, by assignment, in
    the order of the course.
    """

    common: tuple[MistakeFigures, ...]
    single: Mapping[str, tuple[MistakeFigures, ...]]


def task_figures(table: ClassTable) -> list[TaskFigures]:
    """Every task of the course, in the order of the course."""
    cards: defaultdict[str, list[tuple[Scorecard, Fraction]]] = defaultdict(list)
    for _, cell in cells(table):
        card = counted(cell)
        if card is not None:
            cards[cell.assignment.name].append((card, card.points))
    return [_task(one, task, cards[one.name]) for one in table.course.assignments for task in one.tasks]


def _task(assignment: Assignment, task: Task, cards: Sequence[tuple[Scorecard, Fraction]]) -> TaskFigures:
    """The figures from the works, each with its points."""
    pairs = [
        (points, score)
        for card, points in cards
        for score in card.tasks
        if score.task == task.name and score.max_points
    ]
    shares = [score.points / score.max_points for _, score in pairs]
    rests = [float(points - score.points) for points, score in pairs]
    return TaskFigures(
        assignment=assignment,
        task=task,
        graded=len(pairs),
        full=sum(share >= 1 for share in shares),
        mean=sum(shares, Fraction(0)) / len(shares) if shares else None,
        discrimination=correlation([float(score.points) for _, score in pairs], rests),
        cases=_cases([score for _, score in pairs]),
    )


def _cases(scores: Sequence[TaskScore]) -> tuple[CaseFigures, ...]:
    by_name: defaultdict[str, list[Outcome]] = defaultdict(list)
    for score in scores:
        for outcome in score.outcomes:
            by_name[outcome.case].append(outcome)
    return tuple(
        CaseFigures(
            sample=outcomes[-1],
            passed=sum(outcome.credit == 1 for outcome in outcomes),
            graded=len(outcomes),
            verdicts=dict(sorted(Counter(o.verdict for o in outcomes).items(), key=lambda one: one[0].severity)),
        )
        for outcomes in by_name.values()
    )


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's correlation, in [-1, 1]; None for fewer than `ENOUGH` values, or where one side is constant."""
    if len(one) < ENOUGH or min(one) == max(one) or min(other) == max(other):
        return None
    return float(np.clip(np.corrcoef(one, other)[0, 1], -1.0, 1.0))


def mistake_figures(table: ClassTable) -> list[MistakeFigures]:
    """The known mistakes that somebody made, the commonest first."""
    made: defaultdict[tuple[str, str, str], list[tuple[Student, Diagnosis]]] = defaultdict(list)
    for row, cell in cells(table):
        card = counted(cell)
        for score in card.tasks if card else ():
            if score.diagnosis is not None:
                key = (cell.assignment.name, score.task, score.diagnosis.mistake)
                made[key].append((row.student, score.diagnosis))
    found = [
        MistakeFigures(
            assignment=assignment,
            task=task,
            diagnosis=made[key][-1][1],
            students=tuple(student for student, _ in made[key]),
        )
        for assignment in table.course.assignments
        for task in assignment.tasks
        for key in made
        if key[:2] == (assignment.name, task.name)
    ]
    return sorted(found, key=lambda one: -len(one.students))


def sorted_out(mistakes: Sequence[MistakeFigures]) -> Mistakes:
    """What several students made apart from what one did: in a large class the many of the second kind hide the first.

    `mistakes` come from `mistake_figures`.
    """
    single: defaultdict[str, list[MistakeFigures]] = defaultdict(list)
    for one in mistakes:
        if len(one.students) == 1:
            single[one.assignment.name].append(one)
    return Mistakes(
        common=tuple(one for one in mistakes if len(one.students) > 1),
        single={name: tuple(own) for name, own in single.items()},
    )
