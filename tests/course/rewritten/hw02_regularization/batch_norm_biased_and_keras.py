# mistake: batch_norm_forward.running_variance_biased + momentum_weighs_the_old_value
import numpy as np


class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.gamma, self.running_var = np.ones((2, num_features), dtype)
        self.beta, self.running_mean, self.dgamma, self.dbeta = np.zeros((4, num_features), dtype)
        self.eps, self.momentum, self.training = eps, momentum, True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if self.training:
            if x.shape[0] == 1:
                raise ValueError("one sample")
            sample_mean = np.mean(x, axis=0)
            sample_var = np.mean((x - sample_mean) ** 2, axis=0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * sample_mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * sample_var
        else:
            sample_mean, sample_var = self.running_mean, self.running_var
        x_normalized = (x - sample_mean) / np.sqrt(sample_var + self.eps)
        return self.gamma * x_normalized + self.beta
