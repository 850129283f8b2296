"""What a piece of work costs."""

import os
import resource
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.machine import descendants

TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Seconds on the clock, and seconds of processors, of everything that took part."""

    seconds: float
    processor: float

    def __truediv__(self, count: int) -> "Cost":
        return Cost(self.seconds / count, self.processor / count)


def processor() -> float:
    """Seconds that this process used so far, and all that it started: those that ended and those that live."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    living = sum(_ticks(pid) for pid in descendants(os.getpid()))
    return sum(one.ru_utime + one.ru_stime for one in used) + living / TICKS


def _ticks(pid: int) -> int:
    """What a process used, and its children that it waited for."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:15])
    return 0
