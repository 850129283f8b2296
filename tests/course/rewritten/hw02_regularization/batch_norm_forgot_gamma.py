# mistake: batch_norm_backward.gamma_left_out
import numpy as np


class BatchNorm1d:
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
        self.N = N = len(x)
        if self.training and N < 2:
            raise ValueError("N < 2")
        if self.training:
            mean, var = x.sum(0) / N, x.var(0)
            self.running_mean = 0 + (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * N / (N - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.sigma = np.sqrt(var + self.eps)
        self.h = (x - mean) / self.sigma
        self.in_training = self.training
        return self.gamma * self.h + self.beta

    def backward(self, dout):
        """dx = (N dout - sum dout - h sum(dout h)) / (N sigma), in one formula."""
        s0, s1 = dout.sum(0), (dout * self.h).sum(0)
        self.dbeta, self.dgamma = s0, s1
        if not self.in_training:
            return dout / self.sigma
        return (self.N * dout - s0 - self.h * s1) / (self.N * self.sigma)
