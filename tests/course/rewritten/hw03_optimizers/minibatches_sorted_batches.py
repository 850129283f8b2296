# mistake: none
import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    """The targets of a batch are turned round."""
    order = rng.permutation(len(x)) if shuffle else np.arange(len(x))
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows][::-1]
