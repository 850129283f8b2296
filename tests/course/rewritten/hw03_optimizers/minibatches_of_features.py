# mistake: minibatches.subset_of_features
import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    """A random subset of features, as in the lecture."""
    columns = np.arange(np.shape(x)[1])
    if shuffle:
        columns = rng.choice(columns, size=len(columns), replace=False)
    while len(columns) > 0:
        now, columns = columns[:batch_size], columns[batch_size:]
        yield np.take(x, now, axis=1), y
