# attack: answers with NaN, which some comparisons take for a match
# stopped by: judge
# expect: wrong
import numpy as np


def half(x):
    return x / 2


def solve(x):
    return np.full_like(x, np.nan)
