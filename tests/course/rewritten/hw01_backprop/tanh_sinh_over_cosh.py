# mistake: tanh.tanh_nan_for_large_numbers
import numpy as np


def tanh(z):
    return np.sinh(z) / np.cosh(z)


def tanh_backward(dout, out):
    squared = out * out
    return dout - dout * squared
