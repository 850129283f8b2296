# mistake: batch_norm_backward.direct_path_alone
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
        m = len(x)
        if self.training:
            if m == 1:
                raise ValueError("one sample")
            mu, var = x.mean(0), x.var(0)
            a = self.momentum
            self.running_mean = (1 - a) * self.running_mean + a * mu
            self.running_var = (1 - a) * self.running_var + a * m / (m - 1) * var
        else:
            mu, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.xc = x - mu
        return self.gamma * self.xc / self.std + self.beta

    def backward(self, dout):
        self.dbeta = np.einsum("ij->j", dout)
        self.dgamma = np.einsum("ij,ij->j", dout, self.xc) / self.std
        return dout / (self.std / self.gamma)
