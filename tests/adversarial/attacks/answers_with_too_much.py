# attack: answers with more than may be answered
# stopped by: limits
# expect: output_limit
import numpy as np


def half(x):
    return x / 2


def solve(x):
    return np.zeros((2**20,))
