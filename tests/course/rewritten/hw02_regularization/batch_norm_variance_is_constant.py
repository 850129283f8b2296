# mistake: batch_norm_backward.path_through_the_variance_missing
import numpy as np


class BatchNorm1d:
    """Step by step along the computation graph."""

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
        batch = x.shape[0]
        mean, var = self.running_mean, self.running_var
        if self.training:
            if batch == 1:
                raise ValueError("one sample")
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = self.running_mean * (1 - self.momentum) + mean * self.momentum
            self.running_var = self.running_var * (1 - self.momentum) + x.var(axis=0, ddof=1) * self.momentum
        ivar = 1 / np.sqrt(var + self.eps)
        xhat = (x - mean) * ivar
        self.cache = (xhat, ivar, self.training)
        return xhat * self.gamma + self.beta

    def backward(self, dout):
        xhat, ivar, was_training = self.cache
        self.dbeta = np.sum(dout, axis=0)
        self.dgamma = np.sum(xhat * dout, axis=0)
        dxmu = dout * self.gamma * ivar
        if not was_training:
            return dxmu
        dmu = -np.sum(dxmu, axis=0)
        return dxmu + np.ones_like(dout) * dmu / len(dout)
