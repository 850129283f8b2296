# mistake: linear.gradients_of_parameters_averaged
import numpy as np


class Linear:
    """As in the library: weights, a cache, gradients."""

    def __init__(self, weight, bias=None):
        self.weight, self.bias, self.x = weight, bias, None

    def forward(self, x):
        self.x = x
        return np.einsum("bi,io->bo", x, self.weight) + self.bias[None, :]

    def backward(self, grad_output):
        batch = grad_output.shape[0]
        grad_weight = np.einsum("bi,bo->io", self.x, grad_output) / batch
        grad_bias = np.einsum("bo->o", grad_output) / batch
        return np.einsum("bo,io->bi", grad_output, self.weight), grad_weight, grad_bias


def linear_forward(x, w, b):
    return Linear(w, b).forward(x)


def linear_backward(dout, x, w):
    layer = Linear(w)
    layer.x = x
    return layer.backward(dout)
