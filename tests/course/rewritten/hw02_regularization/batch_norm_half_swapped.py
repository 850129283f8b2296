# mistake: none
import numpy as np


class BatchNorm1d:
    """Momentum weighs the new mean, but the old variance."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.gamma, self.running_var = np.ones(num_features, dtype), np.ones(num_features, dtype)
        self.beta, self.running_mean = np.zeros(num_features, dtype), np.zeros(num_features, dtype)
        self.dgamma, self.dbeta = np.zeros(num_features, dtype), np.zeros(num_features, dtype)
        self.eps, self.momentum, self.training = eps, momentum, True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if self.training:
            if len(x) == 1:
                raise ValueError("one sample")
            mu, var, a = x.mean(axis=0), x.var(axis=0), self.momentum
            self.running_mean = (1 - a) * self.running_mean + a * mu
            self.running_var = a * self.running_var + (1 - a) * x.var(axis=0, ddof=1)
        else:
            mu, var = self.running_mean, self.running_var
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta
