# mistake: dropout.result_in_float64
import numpy as np


def dropout_forward(x, p, training, rng):
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"p must be a probability, got {p}")
    mask = np.ones(x.shape)
    if training:
        mask[rng.random(x.shape) > 1 - p] = 0
        mask /= max(1.0 - p, 1e-300)
    return x * mask, {"mask": mask}


def dropout_backward(dout, cache):
    return cache["mask"] * dout
