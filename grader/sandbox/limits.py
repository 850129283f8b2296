"""What a child may use.  Set in the child itself before any of the student's code runs, so that it cannot be undone."""

import ctypes
import io
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from grader.model import Limits
from grader.observe import CaseTimedOut, OutputLimitReached

MIB = 2**20
LOAD = Limits(seconds=10.0)
"""For executing the module itself, which may import a library or train something at its top level."""

WAIT_FACTOR = 3.0
"""A case may take this many times its processor time in all: more is waiting, not computing."""

GRACE_FACTOR = 5.0
"""After this many times its processor time the parent kills a child that did not stop by itself."""

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_LIBC = ctypes.CDLL(None)

PRINTED_BYTES = 2**21
"""What one case, or the loading of the module, may print; nobody reads it."""

OPEN_FILES = 64
FILE_BYTES = 16 * MIB


def confine(memory_mb: int, seconds: float) -> int:
    """Sets the limits that hold for the whole child; returns the address space in bytes that it started with.

    `memory_mb` is what it may allocate beyond that; `seconds` is processor time for everything that it does.
    """
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, int(seconds) + 1),
    ):
        _lower(limit, value)
    base = _address_space()
    if base:
        _lower(resource.RLIMIT_AS, base + memory_mb * MIB)
    return base


def die_with_parent() -> None:
    """Asks Linux to kill this process when the worker dies; elsewhere, and for whoever undoes it, nothing happens.

    A convenience: an orphan that loops would otherwise outlive a worker that was killed.
    """
    prctl = getattr(_LIBC, "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def adopt_orphans() -> None:
    """Asks Linux to give this process the children of its dead children, so that it can end them, too."""
    prctl = getattr(_LIBC, "prctl", None)
    if prctl is not None:
        prctl(PR_SET_CHILD_SUBREAPER, 1)


def children() -> list[int]:
    """The processes whose parent is this one's main thread; none where the system does not tell."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError):  # a system that does not know this limit goes on without it
        resource.setrlimit(limit, (value, value))


def _address_space() -> int:
    """Bytes of address space in use, or 0 where the system does not tell (then memory is not limited)."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


@contextmanager
def timed(seconds: float) -> Iterator[None]:
    """Raises `CaseTimedOut` in the code inside once it has used `seconds` of processor time, or thrice that in all.

    The alarm rings again every half second, so that a loop which swallows the first one does not go on for ever.
    """
    handlers = {number: signal.signal(number, _time_is_up) for number in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
    signal.setitimer(signal.ITIMER_REAL, seconds * WAIT_FACTOR, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _time_is_up(number: int, frame: FrameType | None) -> None:
    raise CaseTimedOut


class BoundedOutput(io.RawIOBase):
    """Takes what is printed, keeps nothing of it, and ends a case that prints without end."""

    def __init__(self) -> None:
        self.left = 0

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def fileno(self) -> int:
        """A descriptor that leads to nowhere, for what asks for one."""
        return 1

    def write(self, data: Any) -> int:
        """Counts the bytes; raises `OutputLimitReached` when the case has printed too much."""
        size = memoryview(data).nbytes
        self.left -= size
        if self.left < 0:
            raise OutputLimitReached
        return size


def bound_output() -> BoundedOutput:
    """Sends what Python prints to a `BoundedOutput`, and what is written to the descriptors to nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    output = BoundedOutput()
    sys.stdin = open(os.devnull)  # noqa: SIM115 - it lives as long as the child
    # A whole text stream, for there is code that asks for its `buffer` or reconfigures its encoding.
    stream = io.TextIOWrapper(output, encoding="utf-8", errors="replace", write_through=True)  # type: ignore[type-var]
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = stream  # type: ignore[misc, assignment]
    return output
