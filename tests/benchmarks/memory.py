"""The memory of a process and of all that it started, as Linux counts it."""

import os
import threading
from contextlib import suppress
from pathlib import Path

from tests.benchmarks.machine import descendants

MB = 1e6
PERIOD = 0.5
"""Seconds between looks: a look at a process takes milliseconds, which are not to be measured as the run's."""


class Peaks:
    """Looks twice a second, until it is left, at how much memory there is: the most, in bytes.

    `parent` is this process, `below` all that it started, pages that several share counted once (PSS).
    """

    def __init__(self) -> None:
        self.parent = self.below = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Peaks":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.parent = max(self.parent, _pss(os.getpid()))
            self.below = max(self.below, sum(_pss(pid) for pid in descendants(os.getpid())))
            if self._done.wait(PERIOD):
                return


def _pss(pid: int) -> int:
    """Bytes of a process, its part of what it shares with others; 0 if it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
