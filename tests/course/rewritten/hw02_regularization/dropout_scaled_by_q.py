# mistake: none
import numpy as np


def dropout_forward(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p")
    if not training:
        return x.copy(), np.ones_like(x)
    mask = ((rng.random(x.shape) >= p) * (1 - p)).astype(x.dtype)
    return x * mask, mask


def dropout_backward(dout, cache):
    return dout * cache
