# mistake: linear.gradient_of_weights_transposed
import numpy as np


def linear_forward(x, w, b):
    out = np.zeros((x.shape[0], w.shape[1]), dtype=x.dtype)
    for i in range(x.shape[0]):
        for k in range(w.shape[1]):
            out[i, k] = np.dot(x[i], w[:, k]) + b[k]
    return out


def linear_backward(dout, x, w):
    dw = np.zeros((w.shape[1], w.shape[0]), dtype=w.dtype)
    db = np.zeros(w.shape[1], dtype=w.dtype)
    dx = np.zeros_like(x)
    for sample in range(len(x)):
        dw += np.outer(dout[sample], x[sample])
        db += dout[sample]
        dx[sample] = w.dot(dout[sample])
    return dx, dw, db
