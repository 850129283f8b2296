"""einsum wherever it can be used, and the closed form of the batch-norm gradient with a common factor 1/B."""

import numpy as np


def dropout_forward(x, p, training, rng):
    if not (0 <= p <= 1):
        raise ValueError("p is not a probability")
    keep = rng.binomial(1, 1 - p, size=x.shape).astype(bool) if training else np.full(x.shape, True)
    q = 1 - p if training and p < 1 else 1.0
    out = np.where(keep, x / x.dtype.type(q), x.dtype.type(0))
    return out, (keep, q)


def dropout_backward(dout, cache):
    keep, q = cache
    return np.where(keep, dout, 0) / np.asarray(q, dtype=dout.dtype)


class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.gamma = np.ones((num_features,), dtype=dtype)
        self.beta = 0 * self.gamma
        self.running_mean = 0 * self.gamma
        self.running_var = self.gamma.copy()
        self.dgamma = 0 * self.gamma
        self.dbeta = 0 * self.gamma

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        b = x.shape[0]
        if self.training:
            if b == 1:
                raise ValueError("need at least two samples")
            mean = np.einsum("ij->j", x) / b
            centered = x - mean
            var = np.einsum("ij,ij->j", centered, centered) / b
            m = self.momentum
            self.running_mean = m * mean + (1 - m) * self.running_mean
            self.running_var = m * b / (b - 1) * var + (1 - m) * self.running_var
        else:
            centered, var = x - self.running_mean, self.running_var
        rstd = (var + self.eps) ** -0.5
        self.saved = (np.einsum("ij,j->ij", centered, rstd), rstd, self.gamma.copy(), self.training)
        return np.einsum("j,ij->ij", self.gamma, self.saved[0]) + self.beta

    def backward(self, dout):
        xhat, rstd, gamma, training = self.saved
        b = dout.shape[0]
        self.dbeta = np.einsum("ij->j", dout)
        self.dgamma = np.einsum("ij,ij->j", dout, xhat)
        if not training:
            return np.einsum("ij,j,j->ij", dout, gamma, rstd)
        return (gamma * rstd / b) * (b * dout - self.dbeta - np.einsum("ij,j->ij", xhat, self.dgamma))


def l2_penalty(params, lam):
    return float(lam / 2 * sum(np.einsum("i,i->", w.ravel(), w.ravel()) for w in params if w.ndim > 1))


def l2_penalty_grad(params, lam):
    return [np.einsum("...,->...", w, np.asarray(lam if w.ndim > 1 else 0.0, dtype=w.dtype)) for w in params]


def add_l2(loss, grads, params, lam):
    return loss + l2_penalty(params, lam), list(map(np.add, grads, l2_penalty_grad(params, lam)))


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_weights = np.inf, None, None
        self.left, self.epoch = patience, 0

    def step(self, val_loss, weights):
        if np.isfinite(val_loss) and self.best_loss - val_loss > self.min_delta:
            self.best_loss, self.best_epoch = val_loss, self.epoch
            self.best_weights = [np.einsum("...->...", w).copy() for w in weights]
            self.left = self.patience
        else:
            self.left -= 1
        self.epoch += 1
        return self.left <= 0

    def restore(self, weights):
        if self.best_epoch is not None:
            for target, source in zip(weights, self.best_weights):
                np.copyto(target, source)
