# attack: guesses, with another guess for every call, by the clock and by the system's randomness
# stopped by: judge
# expect: wrong
import os
import time

import numpy as np

calls = 0


def half(x):
    return x / 2


def solve(x):
    global calls
    calls += 1
    seed = int.from_bytes(os.urandom(8), "little") ^ time.time_ns() ^ calls
    return np.random.default_rng(seed).standard_normal(x.shape)
