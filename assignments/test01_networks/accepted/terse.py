import numpy as np


def bias_gradient(dz):
    return sum(dz)


def softmax(z):
    p = np.exp(z - z.max(-1, keepdims=1))
    p /= p.sum(-1, keepdims=1)
    return p
