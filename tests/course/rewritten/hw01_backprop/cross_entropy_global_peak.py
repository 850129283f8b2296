# mistake: cross_entropy.largest_logit_of_the_batch
import numpy as np


def log_softmax(input):
    c = np.max(input)
    lse = np.log(np.sum(np.exp(input - c), axis=1)) + c
    return (input.T - lse).T


def cross_entropy(input, target):
    picked = np.take_along_axis(log_softmax(input), np.asarray(target)[:, None], axis=1)
    return -picked.mean()


def cross_entropy_backward(input, target):
    classes = np.arange(input.shape[1])
    hot = (classes == np.asarray(target)[:, None]).astype(input.dtype)
    p = np.exp(log_softmax(input))
    return (p - hot) / input.shape[0]
