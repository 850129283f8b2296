# mistake: adam.steps_counted_by_parameter
import math


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.counter = 0
        self.first, self.second = {}, {}

    def update(self, key, w, g):
        self.counter += 1
        b1, b2 = self.betas
        m = self.first[key] = b1 * self.first.get(key, 0) + (1 - b1) * g
        v = self.second[key] = b2 * self.second.get(key, 0) + (1 - b2) * g * g
        bias1 = 1 - math.pow(b1, self.counter)
        bias2 = 1 - math.pow(b2, self.counter)
        w -= (self.lr / bias1) * m / ((v / bias2) ** 0.5 + self.eps)

    def step(self, params, grads):
        for key in range(len(params)):
            self.update(key, params[key], grads[key])
