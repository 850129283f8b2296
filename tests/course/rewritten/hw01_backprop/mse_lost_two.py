# mistake: mse.mse_gradient_without_two
import numpy as np


def mse_loss(input, target):
    error = np.ravel(input - target)
    return error @ error / error.size


def mse_loss_backward(input, target):
    grad = np.zeros_like(input)
    for index in np.ndindex(*input.shape):
        grad[index] = (input[index] - target[index]) / input.size
    return grad
