# mistake: sgd.gradient_overwritten
import numpy as np


class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay

    def step(self, params, grads):
        for i in range(len(params)):
            np.multiply(grads[i], -self.lr, out=grads[i])
            np.negative(grads[i], out=grads[i])
            np.subtract(params[i], grads[i], out=params[i])
