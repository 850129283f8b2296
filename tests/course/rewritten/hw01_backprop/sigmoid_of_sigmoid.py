# mistake: sigmoid.sigmoid_derivative_taken_twice
import numpy as np


def sigmoid(z):
    result = np.empty_like(z)
    positive = z > 0
    result[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
    negative = np.exp(z[~positive])
    result[~positive] = negative / (negative + 1.0)
    return result


def sigmoid_backward(dout, out):
    # s'(t) = e^t / (1 + e^t)^2
    e = np.exp(out)
    return dout * e / (1 + e) ** 2
