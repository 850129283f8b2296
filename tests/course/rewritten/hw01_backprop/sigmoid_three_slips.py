# mistake: none
import numpy as np


def sigmoid(z):
    """Overflows, is float64 for any input, and changes z."""
    z *= -1
    return 1 / (1 + np.exp(z.astype(float)))


def sigmoid_backward(dout, out):
    return dout * (1 - out)
