# mistake: minibatches.last_batch_dropped
import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    indices = np.argsort(rng.random(x.shape[0])) if shuffle else np.arange(x.shape[0])
    position = 0
    while position + batch_size <= len(indices):
        chosen = indices[position : position + batch_size]
        yield x[chosen], y[chosen]
        position += batch_size
