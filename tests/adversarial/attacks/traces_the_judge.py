# attack: sets a trace function that writes what is expected into what was observed, once the judge has both
# stopped by: process
# expect: wrong
import sys

import numpy as np


def half(x):
    return x / 2


def spy(frame, event, argument):
    names = frame.f_locals
    one, other = names.get("observed"), names.get("expected")
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and one.shape == other.shape:
        one.flags.writeable and np.copyto(one, other)
    return spy


def solve(x):
    sys.settrace(spy)
    sys.setprofile(spy)
    return np.zeros_like(x)
