# mistake: batch_norm_forward.running_variance_biased
import numpy as np


class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.training = True
        for name, value in (("gamma", 1), ("running_var", 1), ("beta", 0), ("running_mean", 0)):
            setattr(self, name, np.full(num_features, value, dtype=dtype))
        self.dgamma = np.zeros_like(self.gamma)
        self.dbeta = np.zeros_like(self.beta)

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        B = len(x)
        if self.training:
            if B == 1:
                raise ValueError("batch of one sample")
            mu = np.sum(x, axis=0) / B
            centered = x - mu
            var = np.einsum("bd,bd->d", centered, centered) / B
            self.running_mean = self.running_mean + self.momentum * (mu - self.running_mean)
            self.running_var = self.running_var + self.momentum * (var - self.running_var)
        else:
            centered = x - self.running_mean
            var = self.running_var
        self.x_hat = centered / np.sqrt(var + self.eps)
        return self.x_hat * self.gamma + self.beta
