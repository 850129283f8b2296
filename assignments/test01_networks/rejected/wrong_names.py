# expect: bias_gradient.* = missing
# expect: stable_softmax.* = missing
import numpy as np


def db(dz):
    return dz.sum(axis=0)
