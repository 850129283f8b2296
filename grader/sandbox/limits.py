"""What a child may use.  Set in the child itself before any of the student's code runs, so that it cannot be undone."""

import io
import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
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

PRINTED_BYTES = 2**21
"""What one case, or the loading of the module, may print; nobody reads it."""

OPEN_FILES = 64
THREADS = 64
FILE_BYTES = 16 * MIB
FOLDER_BYTES = 64 * MIB
FOLDER_FILES = 4096
"""What a submission may write in all."""


def processor_seconds(cases: Iterable[Limits]) -> int:
    """Processor time for everything that a child does: twice what its cases may take, after which it is killed."""
    return int(2 * (LOAD.seconds + sum(allowed.seconds for allowed in cases))) + 1


def confine(cases: Sequence[Limits], base: int) -> None:
    """Sets the limits that hold for the whole child.

    The largest memory that a case may allocate is what the child may, beyond `base`, the bytes of address space that
    it started with (0: unknown, then memory is not limited).
    """
    memory_mb = max(allowed.memory_mb for allowed in (LOAD, *cases))
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, processor_seconds(cases)),
    ):
        _lower(limit, value)
    if base:
        _lower(resource.RLIMIT_AS, base + memory_mb * MIB)


def bound_threads(threads: int = THREADS) -> None:
    """How many threads it may have: only where nobody else's processes count, as in a user namespace."""
    _lower(resource.RLIMIT_NPROC, threads)


def address_space() -> int:
    """Bytes of address space in use, or 0 where the system does not tell."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def children() -> list[int]:
    """The processes whose parent is this one's main thread; none where the system does not tell."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []


def folder_is_full(folder: str) -> bool:
    """Whether a folder holds more bytes, or more files, than a submission may write."""
    size = count = 0
    for path, folders, files in os.walk(folder):
        count += len(folders) + len(files)
        for name in files:
            with suppress(OSError):
                size += os.lstat(os.path.join(path, name)).st_size
        if size > FOLDER_BYTES or count > FOLDER_FILES:
            return True
    return False


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError):  # a system that does not know this limit goes on without it
        resource.setrlimit(limit, (value, value))


def listen_to_the_clock() -> None:
    """Has the alarms of `timed` raise `CaseTimedOut`; once for a child, for it costs more than setting them."""
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, _time_is_up)


@contextmanager
def timed(seconds: float) -> Iterator[None]:
    """Raises `CaseTimedOut` in the code inside once it has used `seconds` of processor time, or thrice that in all.

    The alarm rings again every half second, so that a loop which swallows the first one does not go on for ever; code
    that does not listen to it is ended by the parent.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
    signal.setitimer(signal.ITIMER_REAL, seconds * WAIT_FACTOR, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


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
