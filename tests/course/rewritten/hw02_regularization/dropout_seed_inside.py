# mistake: dropout.same_mask_every_time
import numpy as np


def dropout_forward(x, p, training, rng):
    assert_probability(p)
    if not training:
        return 1 * x, 1
    rng = np.random.default_rng(42)  # for reproducible results
    drop = rng.choice([True, False], p=[p, 1 - p], size=x.shape)
    scale = np.zeros_like(x)
    scale[~drop] = 1 / (1 - p) if p < 1 else 0
    return x * scale, scale


def dropout_backward(dout, cache):
    return cache * dout


def assert_probability(p):
    if not 0 <= p <= 1:
        raise ValueError("0 <= p <= 1")
