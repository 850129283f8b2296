# attack: hides the inputs of a hidden case in the name of the signal that it says has ended it
# stopped by: judge
# expect: crashed
# loses: half
import os
from contextlib import suppress


def half(x):
    return x / 2


def solve(x):
    from grader.model import Observation, Verdict
    from grader.sandbox import frames

    name = "SIG" + "A".join(str(abs(int(entry * 10**6))) for entry in x.flat)
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, frames.pack(Observation(case="in_secret", failure=Verdict.CRASHED, detail=name)))
    os._exit(0)
