# expect: dropout.* = passed
# expect: batch_norm_forward.* = passed
# expect: batch_norm_backward.* = missing
# expect: l2_penalty.* = passed
# expect: early_stopping.* = missing
"""Half of it. The rest is left as it was."""

import numpy as np


def dropout_forward(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p")
    if not training:
        return x, np.ones_like(x)
    keep = rng.random(x.shape) >= p
    mask = keep.astype(x.dtype)
    if p < 1:
        mask = mask / (1 - p)
    return x * mask, mask


def dropout_backward(dout, mask):
    return dout * mask


class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.eps = eps
        self.momentum = momentum
        self.training = True
        self.gamma = np.ones(num_features, dtype)
        self.beta = np.zeros(num_features, dtype)
        self.running_mean = np.zeros(num_features, dtype)
        self.running_var = np.ones(num_features, dtype)
        self.dgamma = np.zeros(num_features, dtype)
        self.dbeta = np.zeros(num_features, dtype)

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if self.training:
            n = x.shape[0]
            if n < 2:
                raise ValueError("batch of one")
            mean, var = x.mean(axis=0), x.var(axis=0)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mean
            self.running_var = (1 - m) * self.running_var + m * var * (n / (n - 1))
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.xhat = (x - mean) / self.std
        self.mode = self.training
        return self.gamma * self.xhat + self.beta

    def backward(self, dout):
        # Your code here
        raise NotImplementedError


def l2_penalty(params, lam):
    total = 0.0
    for w in params:
        if w.ndim >= 2:
            total += float((w**2).sum())
    return lam / 2 * total


def l2_penalty_grad(params, lam):
    return [lam * w if w.ndim >= 2 else np.zeros_like(w) for w in params]


def add_l2(loss, grads, params, lam):
    extra = l2_penalty_grad(params, lam)
    return loss + l2_penalty(params, lam), [g + e for g, e in zip(grads, extra)]


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        # Your code here
        raise NotImplementedError

    def step(self, val_loss, weights):
        # Your code here
        raise NotImplementedError

    def restore(self, weights):
        # Your code here
        raise NotImplementedError
