# mistake: none
import numpy as np


class SGD:
    """Momentum multiplies the sum of the old buffer and the new gradient."""

    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay
        self.buf = []

    def step(self, params, grads):
        self.buf = self.buf or [np.zeros_like(g) for g in grads]
        for i, w in enumerate(params):
            g = grads[i] + self.weight_decay * w
            if self.momentum > 0:
                self.buf[i] = self.momentum * (self.buf[i] + g)
                g = self.buf[i]
            w -= self.lr * g
