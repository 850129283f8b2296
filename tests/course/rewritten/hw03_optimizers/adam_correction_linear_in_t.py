# mistake: none
import numpy as np


class Adam:
    """The correction is taken by a product with t where a power belongs."""

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.t, self.m, self.v = 0, [], []

    def step(self, params, grads):
        self.m = self.m or [np.zeros_like(w) for w in params]
        self.v = self.v or [np.zeros_like(w) for w in params]
        self.t += 1
        for i, g in enumerate(grads):
            self.m[i] = self.betas[0] * self.m[i] + (1 - self.betas[0]) * g
            self.v[i] = self.betas[1] * self.v[i] + (1 - self.betas[1]) * g * g
            m_hat = self.m[i] / abs(1 - self.betas[0] * self.t)
            v_hat = self.v[i] / abs(1 - self.betas[1] * self.t)
            params[i] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
