# mistake: relu.relu_mask_of_the_gradient
import numpy as np


def relu(z):
    return (z + np.abs(z)) / 2


def relu_backward(dout, z):
    dz = dout.copy()
    dz[dout <= 0] = 0
    return dz
