# mistake: binary_cross_entropy.bce_clipped_probabilities
import numpy as np

EPS = 1e-15


def sigmoid(z):
    z = np.asarray(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def binary_cross_entropy_with_logits(input, target):
    p = sigmoid(input).astype(np.float64)
    p = np.maximum(p, EPS)
    p = np.minimum(p, 1 - EPS)
    losses = target * np.log(p) + (1 - target) * np.log1p(-p)
    return -losses.sum() / losses.size


def binary_cross_entropy_with_logits_backward(input, target):
    return (sigmoid(input) - target) / input.dtype.type(np.prod(input.shape))
