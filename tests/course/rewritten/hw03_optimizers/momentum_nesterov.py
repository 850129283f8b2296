# mistake: momentum.nesterov
import numpy as np


class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay
        self.past = None

    def step(self, params, grads):
        first = self.past is None
        if first:
            self.past = [np.zeros(w.shape, w.dtype) for w in params]
        mu = self.momentum
        for place in range(len(params)):
            w, old = params[place], self.past[place]
            g = grads[place] + self.weight_decay * w
            new = old * mu + g
            w -= self.lr * ((1 + mu) * g + mu**2 * old)
            self.past[place] = new
