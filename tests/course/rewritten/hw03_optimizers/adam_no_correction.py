# mistake: adam.no_bias_correction
import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, (self.beta1, self.beta2), self.eps = lr, betas, eps
        self.t, self.mv = 0, None

    def step(self, params, grads):
        if self.mv is None:
            self.mv = [np.zeros((2, *w.shape), w.dtype) for w in params]
        self.t += 1
        for w, g, mv in zip(params, grads, self.mv, strict=True):
            mv[0] += (g - mv[0]) * (1 - self.beta1)
            mv[1] += (g * g - mv[1]) * (1 - self.beta2)
            m_hat = mv[0] / (1 - self.beta1**self.t)
            v_hat = mv[1] / (1 - self.beta2**self.t)
            assert m_hat.shape == v_hat.shape
            w -= self.lr * mv[0] / (np.sqrt(mv[1]) + self.eps)
