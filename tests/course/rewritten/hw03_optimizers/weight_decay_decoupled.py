# mistake: weight_decay.past_the_buffer
import numpy as np


class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay
        self.momenta = []

    def step(self, params, grads):
        if not self.momenta:
            self.momenta = [np.zeros_like(g) for g in grads]
        for i, g in enumerate(grads):
            self.momenta[i] = self.momentum * self.momenta[i] + g
        for i, p in enumerate(params):
            p *= 1 - self.lr * self.weight_decay
            p -= self.lr * self.momenta[i]
