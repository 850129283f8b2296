# attack: overwrites the memory of None, True and small numbers
# stopped by: process
# expect: crashed wrong malformed raised timed_out
# loses: half
import ctypes

import numpy as np


def half(x):
    return x / 2


def solve(x):
    for thing in (1, 2, 3, 5, 8):
        ctypes.memset(id(thing) + 24, 0, 4)
    ctypes.memset(id(None), 0, 16)
    return np.zeros_like(x)
