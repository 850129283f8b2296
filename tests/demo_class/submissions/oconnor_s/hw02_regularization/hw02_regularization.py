import copy

import numpy as np


def dropout_forward(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("wrong p")
    mask = np.ones_like(x)
    if training:
        drop = rng.binomial(1, p, size=x.shape) == 1
        mask[drop] = 0
        if p < 1:
            mask /= 1 - p
    return x * mask, mask


def dropout_backward(dout, cache):
    mask = cache
    return mask * dout


class BatchNorm1d:

    def __init__(self, num_features, eps=1e-05, momentum=0.1, dtype=np.float64):
        self.num_features = num_features
        self.eps, self.momentum = eps, momentum
        self.gamma, self.running_var = np.ones(num_features, dtype), np.ones(num_features, dtype)
        self.beta = np.zeros(num_features, dtype)
        self.running_mean = np.zeros_like(self.beta)
        self.dgamma = np.zeros_like(self.beta)
        self.dbeta = np.zeros_like(self.beta)
        self.training = True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if not self.training:
            xc = x - self.running_mean
            inv = 1 / np.sqrt(self.running_var + self.eps)
            self.cache = (xc, inv, xc * inv, False)
            return self.gamma * (xc * inv) + self.beta
        n = len(x)
        if n == 1:
            raise ValueError("batch of one")
        m = np.sum(x, axis=0) / n
        xc = x - m
        var = np.sum(xc ** 2, axis=0) / n
        inv = 1 / np.sqrt(var + self.eps)
        xn = xc * inv
        unbiased = np.sum(xc ** 2, axis=0) / (n - 1)
        self.running_mean = self.running_mean + self.momentum * (m - self.running_mean)
        self.running_var = self.running_var + self.momentum * (unbiased - self.running_var)
        self.cache = (xc, inv, xn, True)
        return self.gamma * xn + self.beta

    def backward(self, dout):
        # derived on paper
        xc, inv, xn, was_training = self.cache
        n = len(dout)
        self.dgamma = np.sum(dout * xn, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        dxn = dout * self.gamma
        if not was_training:
            return dxn * inv
        dvar = np.sum(dxn * xc, axis=0) * (-0.5) * inv ** 3
        dm = -np.sum(dxn, axis=0) * inv
        return dxn * inv + dvar * 2 * xc / n + dm / n


def l2_penalty(params, lam):
    weights = [w for w in params if len(w.shape) > 1]
    norms = [np.linalg.norm(w) ** 2 for w in weights]
    return lam / 2 * float(sum(norms))


def l2_penalty_grad(params, lam):
    return [lam * w * (w.ndim > 1) for w in params]


def add_l2(loss, grads, params, lam):
    new_loss = loss + l2_penalty(params, lam)
    new_grads = []
    for g, expz in zip(grads, l2_penalty_grad(params, lam)):
        new_grads.append(g + expz)
    return new_loss, new_grads


class EarlyStopping:

    def __init__(self, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0.0:
            raise ValueError
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = float("inf")
        self.best_epoch = None
        self.best_weights = None
        self.step_number = 0
        self.left = patience

    def step(self, val_loss, weights):
        if self.best_loss - val_loss > self.min_delta:
            self.left = self.patience
            self.best_loss = val_loss
            self.best_epoch = self.step_number
            self.best_weights = copy.deepcopy(weights)
        else:
            self.left -= 1
        self.step_number += 1
        return self.left <= 0

    def restore(self, weights):
        for i, best in enumerate(self.best_weights or []):
            np.copyto(weights[i], best)
