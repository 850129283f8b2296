# mistake: dropout.p_taken_for_the_probability_to_keep
import numpy as np


def dropout_forward(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p")
    if not training:
        return np.array(x), np.ones(x.shape, x.dtype)
    if p == 0:
        return np.zeros_like(x), np.zeros_like(x)
    keep = rng.binomial(1, p, size=x.shape)
    mask = (keep / p).astype(x.dtype)
    return np.multiply(x, mask), mask


def dropout_backward(dout, cache):
    return np.multiply(dout, cache)
