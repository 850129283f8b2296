# mistake: linear.gradient_of_weights_averaged + gradient_of_bias_as_a_row
import numpy as np


def linear_forward(x, w, b):
    return np.hstack([x, np.ones((len(x), 1), x.dtype)]) @ np.vstack([w, b])


def linear_backward(dout, x, w):
    m = x.shape[0]
    dw = 1 / m * np.dot(x.T, dout)
    db = np.sum(dout, axis=0, keepdims=True)
    dx = np.dot(w, dout.T).T
    return dx, dw, db
