# mistake: adamw.decay_after_the_step
import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps, self.t = lr, betas, eps, 0

    def step(self, params, grads):
        if self.t == 0:
            self.m = [np.zeros_like(p) for p in params]
            self.v = [np.zeros_like(p) for p in params]
        self.t += 1
        for i in range(len(params)):
            self.m[i] = self.betas[0] * self.m[i] + (1 - self.betas[0]) * grads[i]
            self.v[i] = self.betas[1] * self.v[i] + (1 - self.betas[1]) * grads[i] ** 2
            m = self.m[i] / (1 - self.betas[0] ** self.t)
            v = self.v[i] / (1 - self.betas[1] ** self.t)
            self.apply(params[i], self.lr * m / (np.sqrt(v) + self.eps))

    def apply(self, p, change):
        p -= change


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        Adam.__init__(self, lr, betas, eps)
        self.weight_decay = weight_decay

    def apply(self, p, change):
        p -= change
        p -= self.lr * self.weight_decay * p
