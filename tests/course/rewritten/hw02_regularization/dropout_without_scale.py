# mistake: dropout.survivors_not_rescaled
import numpy as np


class Dropout:
    def __init__(self, p):
        if not (p >= 0 and p <= 1):
            raise ValueError("probability expected")
        self.p = p

    def __call__(self, x, rng):
        self.dropped = rng.uniform(size=x.shape) < self.p
        y = x.copy()
        y[self.dropped] = 0
        return y

    def backward(self, dy):
        return np.where(self.dropped, 0, dy)


def dropout_forward(x, p, training, rng):
    layer = Dropout(p)
    if training:
        return layer(x, rng), layer
    return x.copy(), None


def dropout_backward(dout, cache):
    return dout.copy() if cache is None else cache.backward(dout)
