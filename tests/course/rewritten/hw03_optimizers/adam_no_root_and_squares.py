# mistake: adam.no_square_root + gradient_squared_in_place
import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.b1t = self.b2t = 1.0
        self.means, self.squares = None, None

    def step(self, params, grads):
        beta1, beta2 = self.betas
        if self.means is None:
            self.means = [0 * w for w in params]
            self.squares = [0 * w for w in params]
        self.b1t *= beta1
        self.b2t *= beta2
        for i, g in enumerate(grads):
            self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
            g *= g
            self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g
        for w, m, v in zip(params, self.means, self.squares, strict=True):
            np.subtract(w, self.lr * (m / (1 - self.b1t)) / (self.eps + v / (1 - self.b2t)), out=w)
