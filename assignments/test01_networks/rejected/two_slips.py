# expect: bias_gradient.* = wrong
# expect: stable_softmax.softmax_of_some_batches = passed
# expect: stable_softmax.softmax_of_huge_logits = raised
import numpy as np


def bias_gradient(dz):
    return dz.mean(axis=0)


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
