# mistake: adam.no_square_root
import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = {}

    def step(self, params, grads):
        for i, (p, g) in enumerate(zip(params, grads, strict=True)):
            if i not in self.state:
                self.state[i] = {"step": 0, "exp_avg": np.zeros_like(p), "exp_avg_sq": np.zeros_like(p)}
            s = self.state[i]
            s["step"] += 1
            s["exp_avg"] = self.betas[0] * s["exp_avg"] + (1 - self.betas[0]) * g
            s["exp_avg_sq"] = self.betas[1] * s["exp_avg_sq"] + (1 - self.betas[1]) * np.square(g)
            m_hat = s["exp_avg"] / (1 - self.betas[0] ** s["step"])
            v_hat = s["exp_avg_sq"] / (1 - self.betas[1] ** s["step"])
            p -= self.lr * m_hat / (v_hat + self.eps)
