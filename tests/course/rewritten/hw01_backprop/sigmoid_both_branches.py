# mistake: sigmoid.sigmoid_overflows_on_the_way
import numpy as np


def sigmoid(z):
    # the stable version from the seminar
    return np.where(z > 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def sigmoid_backward(dout, out):
    grad = out - np.square(out)
    return np.multiply(grad, dout)
