"""One submission: every case observed, judged, and each failed task explained."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from grader import scoring
from grader.judge import (
    Loan,
    Oracle,
    Seen,
    believed,
    diagnose,
    draw_seed,
    grader_error,
    judge,
    lendable,
    placed,
    shortcut,
    unreadable,
)
from grader.model import Case, Material, Observation, Outcome, Submission, TaskScore, Verdict
from grader.sandbox import Call, Sandbox


def grade_submission(
    oracle: Oracle, sandbox: Sandbox, submission: Submission, secret: bytes
) -> tuple[list[TaskScore], float]:
    """The scores of all tasks, and the seconds until the last case was observed."""
    material = oracle.material
    if submission.source is None:
        return _all(material, lambda case: unreadable(case, submission)), 0.0
    calls = calls_of(material, submission, secret)
    clock = _Clock()
    scores = _judged(oracle, submission, calls, clock.timed(sandbox.observe(submission, calls)))
    _carry(oracle, sandbox, submission, calls, scores)
    return list(scores.values()), clock.seconds


def calls_of(material: Material, submission: Submission, secret: bytes) -> list[Call]:
    """Every case of the assignment, with the inputs that are this student's."""
    forbids = {task.name: task.forbids for task in material.assignment.tasks}
    return [
        Call(
            case=case,
            seed=draw_seed(secret, submission.assignment, submission.student, case),
            forbids=forbids[case.task],
        )
        for case in material.cases
    ]


def ungraded(material: Material, detail: str) -> list[TaskScore]:
    """The scores of a submission that could not be graded by our own fault."""
    return _all(material, lambda case: grader_error(case, detail))


def _all(material: Material, outcome: Callable[[Case], Outcome]) -> list[TaskScore]:
    return [
        scoring.task_score(task, [outcome(case) for case in material.cases_of(task.name)])
        for task in material.assignment.tasks
    ]


class _Clock:
    """How long observations took to come, from when they were asked for to the last of them."""

    seconds = 0.0

    def timed(self, observed: Iterator[Observation]) -> Iterator[Observation]:
        """The same observations."""
        started = time.perf_counter()
        for observation in observed:
            self.seconds = time.perf_counter() - started
            yield observation


def _judged(
    oracle: Oracle, submission: Submission, calls: Sequence[Call], observed: Iterator[Observation]
) -> dict[str, TaskScore]:
    """The tasks in the order of the assignment, each with its diagnosis if it failed for a known reason.

    Each case is judged as it comes: meanwhile the student's code, in its own process, is at the next one.
    """
    tasks = oracle.material.assignment.tasks
    seen: dict[str, list[Seen]] = {task.name: [] for task in tasks}
    used = {task.name: shortcut(submission.source or "", task) for task in tasks}
    for call, observation in zip(calls, observed, strict=True):
        case, use = call.case, used[call.case.task]
        observation = believed(observation, submission.source or "", oracle.reference, call.forbids)
        if use is not None:
            observation = Observation(case=case.name, failure=Verdict.FORBIDDEN, detail=use.name, line=use.line)
        judged = judge(case, observation, oracle.expected(case, call.seed), oracle.checker(case))
        outcome = placed(judged, submission.line_map)
        seen[case.task].append(Seen(case=case, seed=call.seed, observation=observation, outcome=outcome))
    return {
        task.name: scoring.task_score(
            task, [one.outcome for one in seen[task.name]], diagnose(oracle, task.name, seen[task.name])
        )
        for task in tasks
    }


def _carry(
    oracle: Oracle,
    sandbox: Sandbox,
    submission: Submission,
    calls: Sequence[Call],
    scores: dict[str, TaskScore],
) -> None:
    """Grades once more the tasks that may have failed by an earlier one's fault, and replaces their scores."""
    first = dict(scores)
    for task in oracle.material.assignment.tasks:
        lent = lendable(oracle, task, first)
        if lent:
            outcomes = _with_lent(oracle, sandbox, submission, [c for c in calls if c.case.task == task.name], lent)
            scores[task.name] = scoring.carried_score(task, first[task.name], outcomes, sorted(lent))


def _with_lent(
    oracle: Oracle,
    sandbox: Sandbox,
    submission: Submission,
    calls: Sequence[Call],
    lent: Mapping[str, Sequence[str]],
) -> list[Outcome]:
    """Each case in a child of its own and with a loan of its own: what one asks and makes ends with it."""
    borrows = tuple(borrow for names in lent.values() for borrow in names)
    asked = [borrow for borrow in borrows if "=" not in borrow]
    outcomes = []
    for call in (replace(call, borrows=borrows) for call in calls):
        (seen,) = sandbox.observe(submission, [call], Loan(oracle.reference, asked))
        judged = judge(call.case, seen, oracle.expected(call.case, call.seed), oracle.checker(call.case))
        outcomes.append(placed(judged, submission.line_map))
    return outcomes
