"""Looks at the machine from outside, before and after a submission: what it says of itself counts for nothing."""

import ctypes
import os
import resource
import signal
import site
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from tests.adversarial.arena import KEY_OF_SHARED_MEMORY, Arena
from tests.unit.sandbox.processes import descendants

PATIENCE = 5.0
PR_SET_CHILD_SUBREAPER = 36
IPC_RMID = 0
SYS_KEYCTL, KEYCTL_SEARCH, KEYCTL_INVALIDATE, USER_KEYRING = 250, 10, 21, -4
_LIBC = ctypes.CDLL(None, use_errno=True)


class TooLong(Exception):
    """What was watched did not end in time."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises `TooLong` in the code inside after so many seconds: a bound, and a generous one, not a measure."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLong

    handler = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)


class Watch:
    """Sees what a submission did to the course, to this process and to the machine.

    While it is open, this process adopts orphans, so that no daemon gets out of sight, counts SIGURG, and has
    what is temporary put into the arena.
    """

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.signals = 0
        self._others = set(descendants(os.getpid()))
        self._between: set[int | str] = set()
        _LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)
        self._handler = signal.signal(signal.SIGURG, self._count)
        self._tempdir, tempfile.tempdir = tempfile.tempdir, str(arena.scratch)

    def _count(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1

    def close(self) -> None:
        """Ends what is left of the attacks and lets go of orphans and signals."""
        self.sweep()
        signal.signal(signal.SIGURG, self._handler)
        tempfile.tempdir = self._tempdir
        _LIBC.prctl(PR_SET_CHILD_SUBREAPER, 0)

    def between(self) -> None:
        """To be called between two submissions: what lives now and after the next one belongs to neither."""
        self._between = self._below_us() | self._folders()

    def at_rest(self) -> None:
        """Takes what there is now for what there should be; a submission came between `between` and this."""
        self._standing = self._between & (self._below_us() | self._folders())
        self.arena.knocks()
        self.signals = 0
        self._tree = self.arena.tree()
        self._state = _own_state()
        self._children = _children() - self._others

    def _below_us(self) -> set[int | str]:
        return set(descendants(os.getpid())) - self._others

    def harms(self) -> set[str]:
        """What is not as it was; waits a little for what is on its way out."""
        deadline = time.monotonic() + PATIENCE
        while self._left() and time.monotonic() < deadline:
            time.sleep(0.01)
        seen = {
            "processes": bool(self._left() & self._below_us()),
            "worker": not self._children <= _children(),
            "files": self.arena.tree() != self._tree or bool(self._marked()),
            "scratch": bool(self._left() & self._folders()),
            "sockets": self.arena.knocks() > 0,
            "signals": self.signals > 0,
            "ipc": bool(_shared_memory()),
            "mounts": bool(self._mounts()),
            "limits": _own_state() != self._state,
            "keys": self.arena.mark in _text("/proc/keys"),
        }
        return {harm for harm, found in seen.items() if found}

    def _left(self) -> set[int | str]:
        """Processes and folders that outlived two submissions and are not the sandbox's own.

        What it keeps ready for the next submission comes and goes, and so is no trace of the last one.
        """
        return self._between & (self._below_us() | self._folders()) - self._standing

    def _folders(self) -> set[int | str]:
        return {str(path) for pattern in ("*", "*/*") for path in self.arena.scratch.glob(pattern)}

    def _marked(self) -> list[Path]:
        """Files that bear the arena's mark, in the places that everybody can write to."""
        places = ["/tmp", "/var/tmp", "/dev/shm", "/", str(Path.home()), site.getsitepackages()[0], sys.prefix]
        return [Path(place) / name for place in places for name in _names(place) if self.arena.mark in name]

    def _mounts(self) -> list[str]:
        return [line.split()[1] for line in _text("/proc/self/mounts").splitlines() if str(self.arena.root) in line]

    def sweep(self) -> None:
        """Ends what an attack left, and undoes what it did: the sandbox must have been closed before."""
        for pid in set(descendants(os.getpid())) - self._others:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in _children() - self._others:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        self.mend()

    def mend(self) -> None:
        """Undoes what was done to files, to shared memory and to this process."""
        self.signals = 0
        for mount in self._mounts():
            _LIBC.umount2(mount.encode(), 2)
        for path in self._marked():
            path.unlink(missing_ok=True)  # two of the places may be one, such as a home in /tmp
        for number in _shared_memory():
            _LIBC.shmctl(number, IPC_RMID, None)
        key = _LIBC.syscall(SYS_KEYCTL, KEYCTL_SEARCH, USER_KEYRING, b"user", self.arena.mark.encode(), 0)
        if key > 0:
            _LIBC.syscall(SYS_KEYCTL, KEYCTL_INVALIDATE, key)
        if getattr(self, "_state", None):
            files, affinity, priority = self._state
            resource.setrlimit(resource.RLIMIT_NOFILE, files)
            os.sched_setaffinity(0, affinity)
            with suppress(PermissionError):
                os.setpriority(os.PRIO_PROCESS, 0, priority)
        self.arena.mend()


def _own_state() -> tuple[Any, ...]:
    return resource.getrlimit(resource.RLIMIT_NOFILE), os.sched_getaffinity(0), os.getpriority(os.PRIO_PROCESS, 0)


def _children() -> set[int]:
    return {int(pid) for pid in _text(f"/proc/self/task/{os.getpid()}/children").split()}


def _shared_memory() -> list[int]:
    lines = [line.split() for line in _text("/proc/sysvipc/shm").splitlines()[1:]]
    return [int(fields[1]) for fields in lines if int(fields[0]) == KEY_OF_SHARED_MEMORY]


def _text(path: str) -> str:
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
