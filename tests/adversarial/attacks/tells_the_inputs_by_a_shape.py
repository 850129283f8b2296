# attack: hides the inputs of a hidden case in the shape of what it answers with
# stopped by: judge
# expect: malformed
import numpy as np


def half(x):
    return x / 2


def solve(x):
    return np.zeros((0, *(abs(int(entry * 10**4)) for entry in x.flat[:4])))
