# mistake: minibatches.shuffled_apart
import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    def parts(data):
        if shuffle:
            data = rng.permutation(data, axis=0)
        return np.split(data, list(range(batch_size, len(data), batch_size)))

    yield from zip(parts(x), parts(y), strict=True)
