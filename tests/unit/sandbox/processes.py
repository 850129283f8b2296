"""Looks after processes: which are below another one, and whether they are gone."""

import os
import select
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

PATIENCE = 300.0
"""Seconds: a bound for what must come, and no measure; on a busy machine a process of Python may start for long."""


def _by_parent() -> dict[int, list[int]]:
    """All processes by their parents, zombies left out."""
    found: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError), open(f"/proc/{name}/stat", "rb", buffering=0) as file:  # often asked, so without a Path
            state, parent = file.read().rpartition(b")")[2].split()[:2]
            if state != b"Z":
                found.setdefault(int(parent), []).append(int(name))
    return found


def descendants(pid: int) -> list[int]:
    """The processes below a process, zombies left out; the children's children of a dead child are not found."""
    by_parent = _by_parent()
    found, waiting = [], [pid]
    while waiting:
        below = by_parent.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def children(pid: int) -> set[int]:
    """The processes that a process itself has started."""
    return set(_by_parent().get(pid, ()))


def started_since(before: set[int]) -> set[int]:
    """The processes below this one whose way leads over none of `before`, which were its own children then."""
    new = children(os.getpid()) - before
    return new | {below for child in new for below in descendants(child)}


def alive(pid: int) -> bool:
    """Whether a process runs, and is not only waiting for its parent to take notice of its end."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids: Iterable[int]) -> bool:
    """Whether all of these processes end, waiting for them."""
    deadline = time.monotonic() + PATIENCE
    for pid in pids:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            if not select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0] and alive(pid):
                return False
        finally:
            os.close(descriptor)
    return True


def wait_for(condition: Callable[[], bool]) -> None:
    """Returns when the condition holds; fails the test if it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)
