# mistake: tanh.tanh_from_sigmoid_of_z
import numpy as np


def _sigma(t):
    small = np.exp(-np.abs(t))
    right = 1 / (1 + small)
    return np.where(t < 0, 1 - right, right)


def tanh(z):
    s = _sigma(z)
    return s - (1 - s)


def tanh_backward(dout, out):
    return dout * (1 + out) * (1 - out)
