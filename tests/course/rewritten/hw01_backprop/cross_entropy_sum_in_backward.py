# mistake: cross_entropy.gradient_not_averaged
import numpy as np


def log_softmax(input):
    peak = np.amax(input, axis=-1)[:, np.newaxis]
    log_sum = peak + np.log(np.exp(input - peak).sum(-1, keepdims=True))
    return input - log_sum


def cross_entropy(input, target):
    logp = log_softmax(input)
    loss = 0.0
    for i, k in enumerate(target):
        loss -= logp[i, k]
    return loss / len(target)


def cross_entropy_backward(input, target):
    p = np.exp(log_softmax(input))
    y = np.zeros_like(p)
    for i, k in enumerate(target):
        y[i, k] = 1
    return p - y
