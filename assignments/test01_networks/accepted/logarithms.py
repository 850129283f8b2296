import numpy as np


def bias_gradient(dz):
    return np.add.reduce(dz)


def softmax(z):
    return np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))
