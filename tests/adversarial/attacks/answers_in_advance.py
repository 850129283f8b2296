# attack: sends the messages for all later cases with the first one
# stopped by: judge
# expect: wrong malformed missing crashed raised
# loses: half
import os
from contextlib import suppress

import numpy as np

sent = False


def half(x):
    return x / 2


def solve(x):
    global sent
    if not sent:
        sent = True
        from grader.model import Observation
        from grader.sandbox import frames

        answers = b""
        for case in ("in_public", "in_secret"):
            value = {"out": np.zeros((5, 4)), "inputs": {}}
            answers += frames.pack(Observation(case=case, value=value))
        for descriptor in range(3, 64):
            with suppress(OSError):
                os.write(descriptor, answers)
    return x
