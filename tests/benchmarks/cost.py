"""What a piece of work costs."""

import resource
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds on the clock, and seconds of processors, of everything that took part."""

    seconds: float
    processor: float

    def __truediv__(self, count: int) -> "Cost":
        return Cost(self.seconds / count, self.processor / count)


def processor() -> float:
    """Seconds that this process used so far, and those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
