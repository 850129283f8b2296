# mistake: relu.relu_overwrites_its_input
import numpy as np


def relu(z):
    return np.clip(z, 0, None, out=z)


def relu_backward(dout, z):
    grad = np.zeros_like(dout)
    active = z > 0
    grad[active] = dout[active]
    return grad
