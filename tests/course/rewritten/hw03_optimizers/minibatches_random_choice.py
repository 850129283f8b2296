# mistake: minibatches.drawn_with_replacement
import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    n = len(y)
    for begin in range(0, n, batch_size):
        size = min(batch_size, n - begin)
        rows = rng.choice(n, size) if shuffle else np.arange(begin, begin + size)
        yield x[rows], y[rows]
