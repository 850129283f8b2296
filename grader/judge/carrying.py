"""Carried errors: a task that failed because an earlier one did is graded once more as if the earlier one were right.

What the earlier task asks for is replaced in the student's module.  Where all that comes and goes is plain data, the
reference answers from the trusted process (`grader.judge.loan`): functions, generators, classes.  Where it is not (a
layer or an optimizer of PyTorch), the assignment names a *stand-in* from the public library, which is put into the
child itself: there is nothing in it that a student may not see.

What a task shares with the earlier one cannot be lent to it: a class whose `forward` belongs to one task and whose
`backward` to another is the student's own in both, for what the one keeps for the other is nobody else's business.
"""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from grader.judge.oracle import Oracle
from grader.model import Task, TaskScore, Verdict

HOPELESS = frozenset({Verdict.MISSING, Verdict.FORBIDDEN, Verdict.GRADER_ERROR})


def lendable(oracle: Oracle, task: Task, scores: Mapping[str, TaskScore]) -> dict[str, tuple[str, ...]]:
    """What of which failed earlier tasks can be lent to a failed task, as `Call.borrows`; empty where it has no use.

    Of use only where the author gives credit for it, and where the task is there at all.
    """
    score = scores[task.name]
    if not task.carried or score.points == score.max_points:
        return {}
    if any(outcome.verdict in HOPELESS for outcome in score.outcomes):
        return {}
    failed = {name for name in task.builds_on if scores[name].points < scores[name].max_points}
    return {name: names for name, names in loans(oracle, task).items() if name in failed}


def loans(oracle: Oracle, task: Task) -> dict[str, tuple[str, ...]]:
    """What each earlier task could lend to a task, were it to fail; only those that can lend something."""
    earlier = [other for other in oracle.material.assignment.tasks if other.name in task.builds_on]
    lent = {other.name: tuple(_borrows(oracle, other, task)) for other in earlier}
    return {name: names for name, names in lent.items() if names}


def _borrows(oracle: Oracle, earlier: Task, task: Task) -> Iterator[str]:
    """Where the assignment names stand-ins, its data are not plain, and the reference could not answer."""
    stand_ins = oracle.material.assignment.stand_ins
    for name in earlier.requires:
        if name in task.requires:
            continue
        if name in stand_ins:
            yield f"{name}={stand_ins[name]}"
        elif not stand_ins and _can_be_asked(getattr(oracle.reference, name, None)):
            yield name


def _can_be_asked(found: Any) -> bool:
    return inspect.isfunction(found) or inspect.isclass(found)
