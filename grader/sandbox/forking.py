"""The parent's side: a warm worker, a child for each submission, and a clock that the child cannot reach."""

import itertools
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from grader.errors import GraderError
from grader.model import Limits, Observation, Submission, Verdict
from grader.sandbox import control, frames, limits, linux, view
from grader.sandbox.environment import ENVIRONMENT
from grader.sandbox.lending import QUESTION
from grader.sandbox.protocol import Call, Lender
from grader.sandbox.removal import remove_tree
from grader.sandbox.walls import Wall

ANSWER_SECONDS = 5.0
"""What the warm worker may take to kill and reap a child, or to end: a student's code may have stopped it."""

END = {"do": "end"}

MAX_STRIKES = 3
"""Cases of one submission that may kill the worker before nothing of it is run any more."""


MAX_OVERRUNS = 5
"""Cases of one submission that may swallow their alarms and be killed before nothing of it is run any more."""

_WORKERS = itertools.count()
"""Each worker that root starts is another user."""

MAX_QUESTIONS = 2000
"""How often one case may ask the reference for what it borrows."""


class ForkSandbox:
    """Observes submissions of one assignment in children forked from one warm process, behind a wall.

    `folder` holds the cases, `libraries` are imported once, before the first child.  Where a student's code kills
    the worker itself, the case is tried once more with a new one, and then given up.  The thread that starts it must
    outlive it: Linux ends the worker with that thread.
    """

    def __init__(self, folder: Path, libraries: Sequence[str], wall: Wall) -> None:
        self.folder, self.libraries, self.wall = folder, list(libraries), wall
        self._user = wall.user(next(_WORKERS))
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._budget = 0
        self._owed = 0
        """Answers of the worker that nobody has waited for."""
        self._closed = False
        self._changing = threading.Lock()

    def start(self) -> None:
        """Starts the worker and waits until it is warm; `GraderError` says what it lacks."""
        with self._changing:
            if self._closed:
                raise GraderError("the sandbox was closed")
            self._start()

    def _start(self) -> None:
        folder = self.folder.resolve()
        if self.wall.strict:
            view.readable(hidden=[str(folder)])
        if linux.available:
            linux.hide_memory()  # the oracle's: a student's code may run as the same user
        ours, theirs = socket.socketpair()
        scratch = self._make_scratch()
        with theirs:
            self._process = subprocess.Popen(
                self.wall.command("grader.sandbox.worker", theirs.fileno(), [folder]),
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # so that Ctrl-C reaches the parent only, which then ends the worker
            )
        self._channel = ours
        try:
            start = {"folder": str(folder), "libraries": self.libraries, "scratch": scratch}
            control.send(ours, {**start, "wall": asdict(self.wall), "uid": self._user})
            answer, _ = control.receive(ours)
        except control.ControlEnd as error:
            self._end()
            raise GraderError("the sandbox's worker did not start: its own message is above") from error
        if "error" in answer:
            self._end()
            raise GraderError(answer["error"])
        self._budget, self._owed = int(answer["budget"]), 0
        ours.settimeout(ANSWER_SECONDS)

    def _make_scratch(self) -> str:
        """Where the folders of submissions are made; "" where each has a file system of its own."""
        if self.wall.outer:
            return ""
        self._scratch = tempfile.TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True)
        if self._user is not None:
            os.chown(self._scratch.name, self._user, self._user)
        return self._scratch.name

    def close(self) -> None:
        """Ends the worker and the child that it may have, for good; can be called from another thread, and twice."""
        self._closed = True
        with self._changing:
            self._end()

    def _end(self) -> None:
        if self._channel is not None:
            with suppress(OSError):
                self._channel.shutdown(socket.SHUT_RDWR)  # the worker sees the end and kills its child
            self._channel.close()
            self._channel = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=ANSWER_SECONDS)
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._scratch is not None:
            remove_tree(Path(self._scratch.name))  # its own way would run out of stack where folders lie very deep
            self._scratch.cleanup()
            self._scratch = None

    def observe(
        self, submission: Submission, calls: Sequence[Call], lend: Lender | None = None
    ) -> Iterator[Observation]:
        """One observation for every call, in order, whatever the submission does."""
        waiting = deque(calls)
        struck: Call | None = None
        strikes = overruns = 0
        while waiting:
            try:
                overruns += yield from self._in_one_child(submission, waiting, lend)
                if overruns == MAX_OVERRUNS:
                    yield from _all_failed(waiting, Observation(case="", failure=Verdict.TIMED_OUT))
            except control.ControlEnd:
                with self._changing:
                    self._end()
                if waiting and waiting[0] is struck:  # twice at the same case: no accident
                    strikes += 1
                    lost = waiting if strikes == MAX_STRIKES else deque([waiting.popleft()])
                    yield from _all_failed(lost, Observation(case="", failure=Verdict.CRASHED, detail="SIGKILL"))
                struck = waiting[0] if waiting else None

    def _in_one_child(
        self, submission: Submission, waiting: deque[Call], lend: Lender | None
    ) -> Generator[Observation, None, bool]:
        """Observes as long as one child lives; takes from `waiting` what it has shown or died of.

        Returns whether it had to be killed because it did not listen to its alarms.
        """
        child = self._fork(submission, waiting, lend)
        try:
            loaded = child.next(limits.LOAD)
            if child.ended:  # it died of loading the module, and so would the next one
                yield from _all_failed(waiting, loaded)
            while waiting and not child.ended:
                started = time.monotonic()
                seen = child.next(waiting[0].case.limits)
                seconds = time.monotonic() - started
                case = waiting.popleft().case
                yield replace(seen, case=case.name, seconds=seconds)
        finally:
            self._end_of(child)
        return child.overran

    def _end_of(self, child: "_Child") -> None:
        """Has a child that is still there ended while we go on: the worker does it before it starts the next."""
        if not child.ended:
            child.close()
            control.send(self._line(), END)
            self._owed += 1

    def _fork(self, submission: Submission, waiting: deque[Call], lend: Lender | None) -> "_Child":
        """The child that stands ready, told what to run."""
        if self._channel is None:
            self.start()
        control.send(self._line(), {"do": "run"})
        for _ in range(self._owed):
            control.receive(self._line())
        self._owed = 0
        _, wire = control.receive(self._line())
        if wire is None:
            raise control.ControlEnd
        os.set_blocking(wire, False)  # a child that does not take an answer must not hold up the parent
        child = _Child(wire, self._line(), lend, self._budget)
        child.ask(
            {
                "source": submission.source or "",
                "path": Path(submission.path).name,
                "calls": [
                    [call.case.name, call.seed, call.case.limits.seconds, call.forbids, call.borrows]
                    for call in waiting
                ],
            }
        )
        return child

    def _line(self) -> socket.socket:
        if self._channel is None:
            raise control.ControlEnd
        return self._channel


class _Child:
    """One forked child, seen from the parent: its frames, and how it ended.

    `budget` is the processor time in seconds after which the kernel kills it.
    """

    def __init__(self, wire: int, channel: socket.socket, lend: Lender | None, budget: float) -> None:
        self._wire, self._channel, self._lend, self._budget = wire, channel, lend, budget
        self._reader = frames.Reader(wire)
        self._status: int | None = None
        self._seconds = 0.0
        self.overran = False

    @property
    def ended(self) -> bool:
        """Whether nothing more can come of it."""
        return self._status is not None

    def next(self, allowed: Limits) -> Observation:
        """What it shows next; if it shows nothing in time, or nothing honest, it is ended and this says of what."""
        deadline = time.monotonic() + allowed.seconds * limits.GRACE_FACTOR
        try:
            return self._answered(deadline, allowed.output_mb * limits.MIB)
        except frames.FrameTimeout:
            self.overran = True
            verdict, detail = Verdict.TIMED_OUT, ""
        except frames.FrameTooLarge:
            verdict, detail = Verdict.OUTPUT_LIMIT, ""
        except frames.FrameError:
            verdict, detail = Verdict.CRASHED, "wire"
        except frames.FrameEnd:
            self.end()
            return self._how_it_died()
        self.end()
        return Observation(case="", failure=verdict, detail=detail)

    def _answered(self, deadline: float, max_body: int) -> Observation:
        """The next frame that is not a question, after answering those that are."""
        for _ in range(MAX_QUESTIONS):
            seen = self._reader.observation(deadline, max_body)
            if seen.case != QUESTION or self._lend is None:
                return seen
            frames.write_observation(self._wire, _answer(self._lend, seen), deadline)
        raise frames.FrameTooLarge("too many questions")

    def ask(self, request: Any) -> None:
        """Tells it what to run; one that does not listen is found out when it shows nothing."""
        with suppress(frames.FrameTimeout, frames.FrameEnd):
            frames.write_request(self._wire, request, time.monotonic() + ANSWER_SECONDS)

    def close(self) -> None:
        """Nothing more is read from it."""
        self._status = 0
        os.close(self._wire)

    def end(self) -> None:
        """Has the worker kill it with all that it started, and waits for that; `ControlEnd` if the worker is gone."""
        if self._status is None:
            self.close()
            control.send(self._channel, END)
            answer, _ = control.receive(self._channel)
            self._status, self._seconds = int(answer["status"]), float(answer["seconds"])

    def _how_it_died(self) -> Observation:
        code = os.waitstatus_to_exitcode(self._status or 0)
        if code >= 0:
            return Observation(case="", failure=Verdict.CRASHED, detail=f"exit {code}")
        spent = -code == signal.SIGXCPU or (-code == signal.SIGKILL and self._seconds >= self._budget)
        verdict = Verdict.TIMED_OUT if spent else Verdict.CRASHED
        return Observation(case="", failure=verdict, detail=_signal_name(-code))


def _answer(lend: Lender, question: Observation) -> Observation:
    try:
        arguments, keywords = question.value
        return Observation(case=QUESTION, value=lend(question.detail, list(arguments), dict(keywords)))
    except (TypeError, ValueError) as error:
        return Observation(case=QUESTION, failure=Verdict.RAISED, detail=str(error))


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # most of the real-time signals have none
        return f"signal {number}"


def _all_failed(waiting: deque[Call], failure: Observation) -> Iterator[Observation]:
    while waiting:
        yield replace(failure, case=waiting.popleft().case.name)
