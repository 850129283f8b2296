# mistake: none
import numpy as np


def relu(z):
    return np.where(z < 0, np.zeros_like(z), z)


def relu_backward(dout, z):
    """The derivative is the sign of z."""
    return dout * np.sign(z)
