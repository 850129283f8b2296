# mistake: none
import numpy as np


def dropout_forward(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p")
    if not training:
        return x.copy(), (np.ones_like(x), 1)
    q = 1 - p if p < 1 else 1
    mask = ((rng.random(x.shape) >= p) / q).astype(x.dtype)
    return x * mask, (mask, q)


def dropout_backward(dout, cache):
    m, q = cache
    return dout * m / dout.dtype.type(q)
