"""Carried errors: a task that failed because an earlier one did is graded once more as if the earlier one were right.

The student's functions of the earlier task are replaced by the reference's, which answers from the trusted process.
Only plain functions can be lent: what keeps state or is a class stays the student's own.
"""

import inspect
from collections.abc import Mapping

import numpy as np

from grader.judge.oracle import Oracle
from grader.model import Task, TaskScore, Tree, Verdict
from grader.trees import Opaque, leaves, snapshot

MAX_ENTRIES = 2**14
"""Of one array in a question: two of them multiplied must not fill the memory of the trusted process."""

HOPELESS = frozenset({Verdict.MISSING, Verdict.FORBIDDEN, Verdict.GRADER_ERROR})


class Reluctance(ValueError):
    """The reference does not answer this question; its text is what the student's code sees as a `ValueError`."""


def lendable(oracle: Oracle, task: Task, scores: Mapping[str, TaskScore]) -> dict[str, tuple[str, ...]]:
    """Which functions of which failed earlier tasks the reference can lend to a failed task; empty where it has no use.

    Of use only where the author gives credit for it, and where the task is there at all.
    """
    score = scores[task.name]
    if not task.carried or score.points == score.max_points:
        return {}
    if any(outcome.verdict in HOPELESS for outcome in score.outcomes):
        return {}
    earlier = [other for other in oracle.material.assignment.tasks if other.name in task.builds_on]
    lent = {
        other.name: tuple(name for name in other.requires if name not in task.requires and _is_plain(oracle, name))
        for other in earlier
        if scores[other.name].points < scores[other.name].max_points
    }
    return {name: functions for name, functions in lent.items() if functions}


def _is_plain(oracle: Oracle, name: str) -> bool:
    function = getattr(oracle.reference, name, None)
    return inspect.isfunction(function) and not inspect.isgeneratorfunction(function)


def answer(
    oracle: Oracle, allowed: frozenset[str], name: str, arguments: list[Tree], keywords: dict[str, Tree]
) -> Tree:
    """What the reference's function returns for plain arguments; `Reluctance` where it may or can not."""
    if name not in allowed:
        raise Reluctance(f"{name} is not lent")
    for _, leaf in leaves([arguments, keywords]):
        if isinstance(leaf, Opaque) or (isinstance(leaf, np.ndarray) and leaf.size > MAX_ENTRIES):
            raise Reluctance(f"{name} takes plain arrays of at most {MAX_ENTRIES} entries")
    try:
        return snapshot(getattr(oracle.reference, name)(*arguments, **keywords))
    except Exception as error:  # arguments that the student's code made up may fail the reference in any way
        raise Reluctance(f"{name}: {type(error).__name__}: {error}") from error
