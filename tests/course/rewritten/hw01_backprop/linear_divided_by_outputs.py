# mistake: none
import numpy as np


def linear_forward(x, w, b):
    return x.dot(w) + b


def linear_backward(dout, x, w):
    """dw is divided by the number of outputs, not by the size of the batch."""
    outputs = dout.shape[1]
    return dout.dot(w.T), x.T.dot(dout) / outputs, np.add.reduce(dout)
