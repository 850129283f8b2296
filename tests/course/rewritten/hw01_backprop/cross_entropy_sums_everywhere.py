# mistake: cross_entropy.cross_entropy_summed + gradient_not_averaged
import numpy as np


def log_softmax(input):
    rows = []
    for row in input:
        shifted = row - row.max()
        rows.append(shifted - np.log(np.exp(shifted).sum()))
    return np.stack(rows)


def cross_entropy(input, target):
    return -sum(row[k] for row, k in zip(log_softmax(input), target, strict=True))


def cross_entropy_backward(input, target):
    grad = np.exp(log_softmax(input))
    for row, k in zip(grad, target, strict=True):
        row[k] -= 1
    return grad
