# attack: walks up the frames to whoever called, and takes what lies there
# stopped by: process
# expect: malformed
import sys

import numpy as np


def half(x):
    return x / 2


def solve(x):
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            solve_it = getattr(getattr(value, "reference", None), "solve", None)
            if solve_it is not None:
                return solve_it(x)
            if isinstance(getattr(value, "secret", None), bytes):
                return np.frombuffer(value.secret, dtype=np.uint8)
        frame = frame.f_back
    return None
