"""Grades one submission behind a wall and tells what came of it: the one place that knows how a wall is asked for."""

import json
import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.autograde.submission import grade_submission
from grader.exports import autograde_json
from grader.judge import Oracle
from grader.model import Observation, Scorecard, Submission, Verdict
from grader.sandbox import Call, ForkSandbox, InProcessSandbox, Sandbox, Wall
from grader.sandbox.protocol import Lender
from grader.trees import encode
from tests.adversarial.arena import ASSIGNMENT, HONEST, Arena

ALONE_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What came of one submission: its scorecard, and all that its child showed."""

    card: Scorecard
    observed: tuple[Observation, ...]

    @property
    def document(self) -> str:
        """The scorecard as the instructor's JSON; times are not in it."""
        return json.dumps(autograde_json.document([self.card], assignment=None, isolation=""))

    def points(self, task: str) -> float:
        """What a task earned."""
        return float(next(one.points for one in self.card.tasks if one.task == task))

    def verdicts(self, task: str) -> set[Verdict]:
        """The verdicts of a task's cases."""
        return {outcome.verdict for one in self.card.tasks if one.task == task for outcome in one.outcomes}

    def harms(self, arena: Arena) -> set[str]:
        """What it got that it should not have got."""
        blob = b"\0".join(_bytes(observation) for observation in self.observed) + self.document.encode()
        found = {harm for harm, needles in arena.needles().items() if any(needle in blob for needle in needles)}
        if self.points("solve") > 0:
            found.add("points")
        if Verdict.GRADER_ERROR in self.verdicts("solve") | self.verdicts("half"):
            found.add("held")
        return found


def _bytes(observation: Observation) -> bytes:
    skeleton, buffers = encode(observation.value)
    return b"\0".join([observation.detail.encode("utf-8", "replace"), json.dumps(skeleton).encode(), *buffers])


class _Recorder:
    """A sandbox that keeps what it lets through."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox, self.seen = sandbox, list[Observation]()

    def observe(
        self, submission: Submission, calls: Sequence[Call], lend: Lender | None = None
    ) -> Iterator[Observation]:
        for observation in self.sandbox.observe(submission, calls, lend):
            self.seen.append(observation)
            yield observation

    def close(self) -> None:
        self.sandbox.close()


class Grader:
    """Grades submissions of the arena one after another, in one sandbox."""

    def __init__(self, arena: Arena, sandbox: Sandbox) -> None:
        self.arena, self.sandbox = arena, sandbox
        self.oracle = Oracle(arena.course.material(ASSIGNMENT))

    def grade(self, source: str, student: str = "anna") -> Shown:
        """What comes of a source text."""
        submission = Submission(
            student=student, assignment=ASSIGNMENT, path=f"{student}/{ASSIGNMENT}.py", source=source, digest="d"
        )
        recorder = _Recorder(self.sandbox)
        tasks, _ = grade_submission(self.oracle, recorder, submission, self.arena.secret)
        material = self.oracle.material
        card = Scorecard(
            student=student,
            assignment=ASSIGNMENT,
            submission="d",
            assignment_digest=material.assignment.digest,
            path=submission.path,
            tasks=tuple(tasks),
        )
        return Shown(card=card, observed=tuple(replace(one, seconds=0.0) for one in recorder.seen))


def sandbox(arena: Arena, wall: Wall) -> ForkSandbox:
    """A sandbox behind a wall that holds the arena's cases; `GraderError` where the wall cannot be had."""
    one = ForkSandbox(arena.course.material(ASSIGNMENT).folder, ["numpy"], wall)
    one.start()
    return one


def harms_in_one_process(arena: Arena, source: str) -> set[str]:
    """What a submission gets in the process that holds the reference and judges; in a copy of this one, alone."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(ALONE_SECONDS)
            os.environ["ARENA_LOOT"] = arena.loot
            grader = Grader(arena, InProcessSandbox())
            honest = grader.grade(HONEST).document
            found = grader.grade(source).harms(arena)
            if grader.grade(HONEST).document != honest:
                found.add("neighbour")
            os.write(writing, json.dumps(sorted(found)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return set(json.loads(told)) if told else {"worker"}
