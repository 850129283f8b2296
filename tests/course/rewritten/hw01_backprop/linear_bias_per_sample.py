# mistake: linear.gradient_of_bias_not_summed
import numpy as np


def linear_forward(x, w, b):
    return np.matmul(x, w) + np.tile(b, (len(x), 1))


def linear_backward(dout, x, w):
    # out = x w + b, so d out / d b = 1
    local = np.ones_like(dout)
    db = dout * local
    dw = np.tensordot(x, dout, axes=(0, 0))
    dx = np.tensordot(dout, w, axes=(1, 1))
    return dx, dw, db
