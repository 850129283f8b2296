# mistake: batch_norm_forward.momentum_weighs_the_old_value
import numpy as np


class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.gamma = np.array([1] * num_features, dtype=dtype)
        self.beta = np.array([0] * num_features, dtype=dtype)
        self.running_mean, self.running_var = self.beta.copy(), self.gamma.copy()
        self.dgamma, self.dbeta = self.beta.copy(), self.beta.copy()

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def _moving(self, old, new):
        return new + self.momentum * (old - new)

    def forward(self, x):
        if not self.training:
            std = (self.running_var + self.eps) ** 0.5
            return self.gamma / std * x + (self.beta - self.gamma * self.running_mean / std)
        n = x.shape[0]
        if n < 2:
            raise ValueError("need more than one sample")
        mean = np.add.reduce(x) / n
        deviation = x - mean
        scatter = (deviation**2).sum(axis=0)
        self.running_mean = self._moving(self.running_mean, mean)
        self.running_var = self._moving(self.running_var, scatter / (n - 1))
        return deviation * (self.gamma / np.sqrt(scatter / n + self.eps)) + self.beta
