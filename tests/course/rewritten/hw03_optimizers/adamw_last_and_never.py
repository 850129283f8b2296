# mistake: adamw.decay_after_the_step + no_decay_by_default
import numpy as np


class AdamW:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.t, self.state = 0, []

    def step(self, params, grads):
        if not self.state:
            self.state = [(np.zeros_like(w), np.zeros_like(w)) for w in params]
        self.t += 1
        c1, c2 = (1 - beta**self.t for beta in self.betas)
        for w, g, (m, v) in zip(params, grads, self.state, strict=True):
            m *= self.betas[0]
            v *= self.betas[1]
            m += (1 - self.betas[0]) * g
            v += (1 - self.betas[1]) * g * g
            stepped = w - self.lr * (m / c1) / (np.sqrt(v / c2) + self.eps)
            w[...] = stepped - self.lr * self.weight_decay * stepped
