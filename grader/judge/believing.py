"""What a submission's process says of its own failure, believed only as far as it can be true.

That it failed is believed.  The words beside it are another thing: the student reads them, for a hidden case, too, and
they could carry its inputs out.  So what is missing must be a name that the reference has, what is forbidden a name
that the task forbids, an end one of those that processes have, and a line a line of the file.
"""

import re
import signal
from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

from grader.messages.redaction import UNNAMED
from grader.model import Observation, Verdict

_SIGNALS = "|".join(signal.Signals.__members__)
_ENDS = re.compile(rf"wire|SystemExit|KeyboardInterrupt|GeneratorExit|exit \d{{1,3}}|signal \d\d|{_SIGNALS}")


def believed(observed: Observation, source: str, reference: ModuleType, forbids: Sequence[str]) -> Observation:
    """`observed` without words that no honest process would have for this `source`; verdict and value stay."""
    lines = len(source.splitlines()) + 1
    line = observed.line if observed.line is not None and observed.line <= lines else None
    return replace(observed, detail=_detail(observed, reference, forbids), line=line)


def _detail(observed: Observation, reference: ModuleType, forbids: Sequence[str]) -> str:
    said = observed.detail
    if observed.failure is Verdict.RAISED:  # the student's own words: `grader.messages` takes care of them
        return said
    if observed.failure is Verdict.MISSING:
        return said if not said or hasattr(reference, said) else UNNAMED
    if observed.failure is Verdict.FORBIDDEN:
        return next((name for name in forbids if f"{said}.".startswith(f"{name}.")), "")
    return said if observed.failure is Verdict.CRASHED and _ENDS.fullmatch(said) else ""
