"""Who grades one submission after the other: an oracle beside a sandbox, here or in a process of their own.

Expected values are computed and observations judged while the student's code runs, in Python and so on one core.  Where
several submissions are graded at a time, each of them has such a process, which is as trusted as this one: it holds the
reference and the secret, and what students wrote runs in the sandbox below it.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from types import FrameType

from grader.autograde.exhibiting import pictures_of
from grader.autograde.sheets import SheetJudge
from grader.autograde.submission import grade_submission, ungraded
from grader.autograde.work import Judge, Judged, Work
from grader.course import load_material
from grader.errors import GraderError
from grader.judge import Oracle
from grader.model import Material, Submission
from grader.sandbox import ForkSandbox

_PATIENCE = 10.0
"""Seconds that a process has to put its sandbox away."""


class JudgeHere:
    """A judge in this process, with the oracle that is there."""

    def __init__(self, oracle: Oracle, work: Work) -> None:
        self._oracle, self._secret = oracle, work.secret
        self._sandbox = ForkSandbox(oracle.material.folder, work.libraries, work.wall)

    def start(self) -> None:
        """Starts the worker."""
        self._sandbox.start()

    def grade(self, submission: Submission) -> Judged:
        """One submission graded."""
        try:
            tasks, seconds = grade_submission(self._oracle, self._sandbox, submission, self._secret)
        except Exception as error:  # noqa: BLE001 - one submission must never stop a class, nor pay for our mistake
            return Judged(tasks=ungraded(self._oracle.material, f"{type(error).__name__}: {error}"))
        pictures = pictures_of(self._oracle, self._sandbox, submission, tasks)
        return Judged(tasks=tasks, seconds=seconds, pictures=pictures)

    def close(self) -> None:
        """Ends the worker."""
        self._sandbox.close()


class SheetJudgeHere:
    """A judge of answer sheets in this process; it has a sandbox if any of them needs one."""

    def __init__(self, oracle: Oracle, work: Work) -> None:
        self._sandbox = ForkSandbox(oracle.material.folder, work.libraries, work.wall) if work.runs_code else None
        self._judge = SheetJudge(oracle, work.secret, work.students, self._sandbox)

    def start(self) -> None:
        """Starts the worker, if there is one."""
        if self._sandbox is not None:
            self._sandbox.start()

    def grade(self, submission: Submission) -> Judged:
        """One sheet graded."""
        started = time.perf_counter()
        try:
            tasks, notes = self._judge.grade(submission)
        except Exception as error:  # noqa: BLE001 - as above
            tasks, notes = ungraded(self._judge.material, f"{type(error).__name__}: {error}"), ()
        return Judged(tasks=tasks, notes=notes, seconds=time.perf_counter() - started)

    def close(self) -> None:
        """Ends the worker."""
        if self._sandbox is not None:
            self._sandbox.close()


class JudgeApart:
    """A judge in a process of its own, started anew for the next submission if it died with one."""

    def __init__(self, material: Material, work: Work) -> None:
        self._material, self._work = material, work
        self._launch()

    def _launch(self) -> None:
        # Not forked: a copy of a process whose other threads hold locks could wait for them for ever.
        self._connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", f"from {__name__} import serve; serve({theirs.fileno()})"],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # so that Ctrl-C reaches the parent only, which then ends this one
            )
        self._connection.send(self._work)
        self._ready = False

    def start(self) -> None:
        """Waits until the process is ready; several get ready at a time."""
        if not self._ready:
            try:
                complaint: str = self._connection.recv()
            except (EOFError, OSError):
                complaint = f"the process that judges ended with {self._ended()}"
            if complaint:
                raise GraderError(complaint)
            self._ready = True

    def grade(self, submission: Submission) -> Judged:
        """One submission graded; if the process dies of it, that one alone is held."""
        try:
            if self._process.poll() is not None:
                self._launch()
            self.start()
            self._connection.send(submission)
            judged: Judged = self._connection.recv()
        except (EOFError, OSError):
            return Judged(tasks=ungraded(self._material, f"the process that judges ended with {self._ended()}"))
        except GraderError as error:
            return Judged(tasks=ungraded(self._material, str(error)))
        return judged

    def _ended(self) -> int | None:
        """How the process ended, which it has or is about to."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        return self._process.returncode

    def close(self) -> None:
        """Ends the process, which ends its sandbox."""
        self._process.terminate()
        if self._ended() is None:
            self._process.kill()
            self._process.wait()
        with suppress(OSError):
            self._connection.close()


def judges(oracle: Oracle, work: Work, count: int) -> Sequence[Judge]:
    """So many judges: the only one is here, where nothing has to be loaded twice."""
    return [_here(oracle, work)] if count == 1 else [JudgeApart(oracle.material, work) for _ in range(count)]


def _here(oracle: Oracle, work: Work) -> Judge:
    return SheetJudgeHere(oracle, work) if work.assignment.kind == "quiz" else JudgeHere(oracle, work)


def serve(file: int) -> None:
    """The whole life of a process that judges: "" or what is in the way, then submissions in and scores out."""
    signal.signal(signal.SIGTERM, _leave)
    with Connection(file) as connection, suppress(EOFError, BrokenPipeError):
        work: Work = connection.recv()
        try:
            judge = _here(Oracle(load_material(work.root, work.assignment)), work)
        except GraderError as error:
            connection.send(str(error))
            return
        try:
            _answer_all(connection, judge)
        finally:
            judge.close()


def _answer_all(connection: Connection, judge: Judge) -> None:
    try:
        judge.start()
    except GraderError as error:
        connection.send(str(error))
        return
    connection.send("")
    while True:
        connection.send(judge.grade(connection.recv()))


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
