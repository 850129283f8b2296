# attack: replaces the random generator, so that all inputs are zeros and zeros are the right answer
# stopped by: judge
# expect: wrong
# loses: half
import numpy as np


class Zeros:
    def standard_normal(self, size):
        return np.zeros(size)


np.random.default_rng = lambda *arguments: Zeros()


def half(x):
    return x / 2


def solve(x):
    return np.zeros_like(x)
