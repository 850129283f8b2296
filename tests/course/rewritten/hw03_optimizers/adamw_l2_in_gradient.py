# mistake: adamw.penalty_in_the_gradient
import numpy as np


class AdamW:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.steps, self.m, self.v = 0, None, None

    def step(self, params, grads):
        b1, b2 = self.betas
        total = [g + self.weight_decay * w for g, w in zip(grads, params, strict=True)]
        if self.steps == 0:
            self.m = [(1 - b1) * g for g in total]
            self.v = [(1 - b2) * g**2 for g in total]
        else:
            self.m = [b1 * m + (1 - b1) * g for m, g in zip(self.m, total, strict=True)]
            self.v = [b2 * v + (1 - b2) * g**2 for v, g in zip(self.v, total, strict=True)]
        self.steps += 1
        rate = self.lr * np.sqrt(1 - b2**self.steps) / (1 - b1**self.steps)
        eps = self.eps * np.sqrt(1 - b2**self.steps)
        for w, m, v in zip(params, self.m, self.v, strict=True):
            w -= float(rate) * m / (np.sqrt(v) + float(eps))
