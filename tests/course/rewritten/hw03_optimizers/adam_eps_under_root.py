# mistake: adam.eps_inside_the_root
import numpy as np


class Moment:
    def __init__(self, beta):
        self.beta, self.value, self.weight = beta, 0.0, 1.0

    def corrected(self, x):
        self.value = self.value * self.beta + x * (1 - self.beta)
        self.weight *= self.beta
        return self.value / (1 - self.weight)


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.moments = []

    def step(self, params, grads):
        while len(self.moments) < len(params):
            self.moments.append([Moment(beta) for beta in self.betas])
        for w, g, (mean, square) in zip(params, grads, self.moments, strict=True):
            direction = mean.corrected(g) * (square.corrected(g**2) + self.eps) ** -0.5
            np.add(w, -self.lr * direction, out=w)
