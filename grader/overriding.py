"""What a person decided in place of the cases, applied to scorecards: pure functions.

    the points of a task = those of its newest override, else those that its cases gave

An override is of a student's task, not of a file: it holds for whatever work counts, also for one that is handed in or
graded again later, until it is taken back or another one takes its place.  It comes before the late penalty: whoever
decides on a task says what the work is worth, and the deadline does the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from grader.model import Overridden, Override, Scorecard, TaskScore

Decisions = Mapping[tuple[str, str, str], Override]
"""(student, assignment, task) → the override that is in force."""


def in_force(overrides: Iterable[Override]) -> Decisions:
    """The newest override of every task; those that were taken back are left out.  `overrides` stand oldest first."""
    newest = {(one.student, one.assignment, one.task): one for one in overrides}
    return {key: one for key, one in newest.items() if one.points is not None}


def overridden(card: Scorecard, decisions: Decisions) -> Scorecard:
    """The scorecard as those who decided see it; a task that the card does not have is passed over.

    An override never gives more than the maximum that the task had when the card was graded.
    """
    tasks = tuple(_decided(task, decisions.get((card.student, card.assignment, task.task))) for task in card.tasks)
    return replace(card, tasks=tasks)


def _decided(task: TaskScore, override: Override | None) -> TaskScore:
    if override is None or override.points is None:
        return task
    points = min(override.points, task.max_points)
    graded = task.points if task.overridden is None else task.overridden.graded
    return replace(task, points=points, overridden=Overridden(override=override, graded=graded))
