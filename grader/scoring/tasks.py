"""What the outcomes of a task add up to."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from grader.model import Carried, Diagnosis, Outcome, Task, TaskScore, Verdict


def task_score(task: Task, outcomes: Sequence[Outcome], diagnosis: Diagnosis | None = None) -> TaskScore:
    """What the outcomes of one task add up to.

    A case that failed by our own fault (`GRADER_ERROR`) is credited in full for the time being: it costs
    nothing, and the scorecard is held until a person has looked.  A diagnosed mistake that its author finds
    forgivable leaves at least `diagnosis.credit` of the task's points.
    """
    earned = sum((credited(outcome) for outcome in outcomes), Fraction(0))
    forgiven = task.points * diagnosis.credit if diagnosis else Fraction(0)
    return TaskScore(
        task=task.name,
        title=task.title,
        points=max(earned, forgiven),
        max_points=task.points,
        outcomes=tuple(outcomes),
        section=task.section,
        diagnosis=diagnosis,
        bonus=task.bonus,
    )


def carried_score(task: Task, score: TaskScore, outcomes: Sequence[Outcome], lent: Sequence[str]) -> TaskScore:
    """A failed task after a second grading with a right answer in place of the tasks `lent`.

        points = max(first result, carried · second result)

    Where the second result is no better, the mistake is the task's own and nothing changes.
    """
    second = sum((outcome.earned for outcome in outcomes), Fraction(0))
    counts = task.carried * second
    if second <= sum((outcome.earned for outcome in score.outcomes), Fraction(0)):
        return score
    carried = Carried(tasks=tuple(lent), points=second, credited=max(counts, score.points))
    return replace(score, points=max(score.points, counts), carried=carried)


def credited(outcome: Outcome) -> Fraction:
    """The points of a case that count for the time being: all of them where the failure is our own."""
    return outcome.points if outcome.verdict is Verdict.GRADER_ERROR else outcome.earned
