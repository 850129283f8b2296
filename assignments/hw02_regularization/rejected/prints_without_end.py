# expect: l2_penalty.gradient_by_every_parameter = passed
# expect: l2_penalty.* = output_limit
# expect: dropout.* = passed
# expect: batch_norm_*.* = passed
# expect: early_stopping.* = passed
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
        self.dgamma = (dout * self.xhat).sum(axis=0)
        self.dbeta = dout.sum(axis=0)
        d = dout * self.gamma
        if self.mode:
            d = d - d.mean(axis=0) - self.xhat * (d * self.xhat).mean(axis=0)
        return d / self.std


def l2_penalty(params, lam):
    total = 0.0
    for w in params:
        if w.ndim >= 2:
            total += float((w**2).sum())
    while total > 0:
        print("the sum of squares so far is", total, "over", len(params), "arrays, still adding up")
    return lam / 2 * total


def l2_penalty_grad(params, lam):
    return [lam * w if w.ndim >= 2 else np.zeros_like(w) for w in params]


def add_l2(loss, grads, params, lam):
    extra = l2_penalty_grad(params, lam)
    return loss + l2_penalty(params, lam), [g + e for g, e in zip(grads, extra)]


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError("patience or min_delta")
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = float("inf")
        self.best_epoch = None
        self.best_weights = None
        self.epoch = 0
        self.bad = 0

    def step(self, val_loss, weights):
        if self.best_loss - val_loss > self.min_delta:
            self.best_loss = val_loss
            self.best_epoch = self.epoch
            self.best_weights = [w.copy() for w in weights]
            self.bad = 0
        else:
            self.bad += 1
        self.epoch += 1
        return self.bad >= self.patience

    def restore(self, weights):
        if self.best_weights is not None:
            for w, best in zip(weights, self.best_weights):
                w[...] = best
