import numpy as np


def bias_gradient(dz):
    return np.einsum("bo->o", dz)


def softmax(z):
    e = np.exp(z - np.max(z, 1)[:, None])
    return np.einsum("bc,b->bc", e, 1 / e.sum(1))
