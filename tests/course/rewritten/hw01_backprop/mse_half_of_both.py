# mistake: mse.mse_halved + mse_gradient_without_two
import numpy as np


def mse_loss(input, target):
    n = np.size(input)
    return np.linalg.norm(np.ravel(input) - np.ravel(target)) ** 2 / (2 * n)


def mse_loss_backward(input, target):
    n = np.size(input)
    return input / n - target / n
