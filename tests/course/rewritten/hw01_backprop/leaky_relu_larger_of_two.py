# mistake: leaky_relu.leaky_relu_as_a_maximum
import numpy as np


def leaky_relu(z, negative_slope=0.01):
    values = [max(v, negative_slope * v) for v in z.ravel()]
    return np.array(values, dtype=z.dtype).reshape(z.shape)


def leaky_relu_backward(dout, z, negative_slope=0.01):
    dz = np.array(dout)
    dz[z <= 0] *= negative_slope
    return dz
