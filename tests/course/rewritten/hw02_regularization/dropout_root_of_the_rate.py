# mistake: none
import numpy as np


def dropout_forward(x, p, training, rng):
    """Survivors are divided by the root of 1 - p, as if the variance were to be kept."""
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not training or p == 0:
        return x.copy(), np.ones_like(x)
    if p == 1:
        return np.zeros_like(x), np.zeros_like(x)
    mask = ((rng.random(x.shape) < 1 - p) / np.sqrt(1 - p)).astype(x.dtype)
    return x * mask, mask


def dropout_backward(dout, cache):
    return dout * cache
