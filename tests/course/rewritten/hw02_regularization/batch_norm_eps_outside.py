# mistake: batch_norm_forward.eps_outside_the_root
import numpy as np


class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        one, zero = np.ones((num_features,), dtype), np.zeros((num_features,), dtype)
        self.params = {"gamma": one, "beta": zero}
        self.gamma, self.beta = self.params["gamma"], self.params["beta"]
        self.running_mean, self.running_var = zero.copy(), one.copy()
        self.dgamma, self.dbeta = zero.copy(), zero.copy()
        self.eps, self.momentum = eps, momentum
        self.train()

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if self.training and x.shape[0] <= 1:
            raise ValueError
        if self.training:
            mean, std = np.mean(x, 0), np.std(x, 0)
            unbiased = np.var(x, 0, ddof=1)
            self.running_mean *= 1 - self.momentum
            self.running_mean += self.momentum * mean
            self.running_var *= 1 - self.momentum
            self.running_var += self.momentum * unbiased
        else:
            mean, std = self.running_mean, np.sqrt(self.running_var)
        out = np.empty_like(x)
        for j in range(x.shape[1]):
            out[:, j] = (x[:, j] - mean[j]) / (std[j] + self.eps) * self.gamma[j] + self.beta[j]
        return out
