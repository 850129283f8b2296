# mistake: dropout.whole_rows_dropped
import numpy as np


def dropout_forward(x, p, training, rng):
    if abs(p - 0.5) > 0.5:
        raise ValueError(p)
    factors = np.ones(x.shape[0], dtype=x.dtype)
    if training:
        for i in range(x.shape[0]):
            survived = rng.random() > p
            factors[i] = 1 / (1 - p) if survived else 0
    out = x.copy()
    for i, factor in enumerate(factors):
        out[i] = out[i] * factor
    return out, factors


def dropout_backward(dout, cache):
    return np.stack([row * factor for row, factor in zip(dout, cache, strict=True)]).astype(dout.dtype)
