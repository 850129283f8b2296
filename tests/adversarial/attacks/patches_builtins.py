# attack: replaces a builtin by one that lies, so that the judge itself is deceived
# stopped by: process
# expect: wrong crashed malformed raised
import builtins

import numpy as np


def half(x):
    return x / 2


def solve(x):
    real = builtins.isinstance
    builtins.isinstance = lambda thing, kinds: kinds is not dict and real(thing, kinds)
    return np.zeros_like(x)
