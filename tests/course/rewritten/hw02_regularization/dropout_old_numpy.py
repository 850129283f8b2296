# mistake: dropout.generator_ignored
import numpy as np


def dropout_forward(x, p, training, rng):
    if not 0 <= p <= 1:
        raise ValueError("bad p")
    q = 1 - p
    if not training:
        return x + 0, None
    if q == 0:
        return x * 0, (np.zeros(x.shape, bool), 1)
    kept = np.random.uniform(0, 1, x.shape) < q
    return (np.where(kept, x, 0) / q).astype(x.dtype), (kept, q)


def dropout_backward(dout, cache):
    if cache is None:
        return dout + 0
    kept, q = cache
    return (np.where(kept, dout, 0) / q).astype(dout.dtype)
