# mistake: leaky_relu.leaky_relu_gradient_of_relu
import numpy as np


def leaky_relu(z, negative_slope=0.01):
    return np.maximum(0, z) + negative_slope * np.minimum(0, z)


def leaky_relu_backward(dout, z, negative_slope=0.01):
    return np.where(z > 0, dout, np.zeros_like(dout))
