# mistake: none
import numpy as np


def log_softmax(input):
    z = input - np.max(input, axis=1, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))


def cross_entropy(input, target):
    return -np.mean([log_softmax(input)[i][target[i]] for i in range(len(target))])


def cross_entropy_backward(input, target):
    """The gradient is divided by the number of classes alone."""
    grad = np.exp(log_softmax(input)) - np.eye(input.shape[1], dtype=input.dtype)[target]
    return grad / input.shape[1]
