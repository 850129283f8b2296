# attack: answers with an array of enormous shape that takes no memory until it is copied
# stopped by: limits
# expect: out_of_memory output_limit malformed
import numpy as np


def half(x):
    return x / 2


def solve(x):
    return np.broadcast_to(np.float64(0), (2**20, 2**20))
