"""Which functions of the reference a case runs: only such a case can notice a change in them."""

import sys
import time
from dataclasses import dataclass
from types import FrameType
from typing import Any

from grader.audit.bench import Bench
from grader.judge.oracle import reference_module
from grader.model import Case
from grader.observe import observe


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What one case runs of the reference: lines where functions begin; and its processor time in seconds."""

    case: Case
    lines: frozenset[int]
    seconds: float


def reaches(bench: Bench) -> tuple[Reach, ...]:
    """For every case of the assignment, in its order."""
    module = reference_module(bench.material)
    file = str(bench.material.solution)
    found = []
    for case in bench.material.cases:
        started = time.thread_time()  # of the processor: on a busy machine no case must look costly that is not
        observe(case, module, bench.seed(case, 0))
        seconds = time.thread_time() - started
        lines: set[int] = set()

        def note(frame: FrameType, event: str, argument: Any, lines: set[int] = lines) -> None:
            if event == "call" and frame.f_code.co_filename == file:
                lines.add(frame.f_code.co_firstlineno)

        sys.setprofile(note)
        try:
            observe(case, module, bench.seed(case, 0))
        finally:
            sys.setprofile(None)
        found.append(Reach(case=case, lines=frozenset(lines), seconds=seconds))
    return tuple(found)
