# mistake: momentum.moving_average
import numpy as np


class SGD:
    """Momentum as an exponential moving average, as in another course."""

    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr, self.beta, self.wd = lr, momentum, weight_decay
        self.velocity = {}

    def step(self, params, grads):
        for i, (p, g) in enumerate(zip(params, grads, strict=True)):
            d = g if self.wd == 0 else g + self.wd * p
            v = self.velocity.get(i, np.zeros_like(p))
            v = v + (1 - self.beta) * (d - v)
            self.velocity[i] = v
            p[...] = p - self.lr * v
