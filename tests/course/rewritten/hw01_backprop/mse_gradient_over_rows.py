# mistake: mse.mse_gradient_averaged_over_samples_only
import numpy as np


def mse_loss(input, target):
    total, count = 0.0, 0
    for a, t in zip(input.flat, target.flat, strict=True):
        total += (a - t) ** 2
        count += 1
    return total / count


def mse_loss_backward(input, target):
    batch_size = input.shape[0]
    scale = input.dtype.type(2.0 / batch_size)
    return np.subtract(input, target) * scale
