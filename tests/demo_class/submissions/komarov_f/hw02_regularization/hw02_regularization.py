import copy

import matplotlib.pyplot as plt
import numpy as np


def dropout_forward(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p должно быть от 0 до 1")
    if not training:
        return x.copy(), None
    if p == 1:
        mask = np.zeros_like(x)
    else:
        mask = (rng.random(x.shape) >= p).astype(x.dtype) / (1 - p)
    mask = mask.astype(x.dtype)
    return x * mask, mask


def dropout_backward(dout, cache):
    if cache is None:
        return dout.copy()
    return dout * cache


class BatchNorm1d:

    def __init__(self, num_features, eps=1e-05, momentum=0.1, dtype=np.float64):
        D = num_features
        self.training = True
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.full(D, 1, dtype=dtype)
        self.beta = np.full(D, 0, dtype=dtype)
        self.running_mean = np.full(D, 0, dtype=dtype)
        self.running_var = np.full(D, 1, dtype=dtype)
        self.dgamma = np.full(D, 0, dtype=dtype)
        self.dbeta = np.full(D, 0, dtype=dtype)

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if self.training:
            if len(x) <= 1:
                raise ValueError("B = 1")
            mean = np.mean(x, axis=0)
            var = np.var(x, axis=0)
            new_var = np.var(x, axis=0, ddof=1)
            k = self.momentum
            self.running_mean = (1 - k) * self.running_mean + k * mean
            self.running_var = (1 - k) * self.running_var + k * new_var
        else:
            mean, var = self.running_mean, self.running_var
        self.istd = 1.0 / np.sqrt(var + self.eps)
        self.x_norm = (x - mean) * self.istd
        self.used_batch = self.training
        return self.x_norm * self.gamma + self.beta

    def backward(self, dout):
        self.dbeta = np.add.reduce(dout, axis=0)
        self.dgamma = np.add.reduce(dout * self.x_norm, axis=0)
        g = dout * self.gamma
        if self.used_batch:
            g = g - g.mean(axis=0) - self.x_norm * np.mean(g * self.x_norm, axis=0)
        return g * self.istd


def l2_penalty(params, lam):
    return 0.5 * lam * sum(float((w ** 2).sum()) for w in params if w.ndim > 1)


def l2_penalty_grad(params, lam):
    grads = []
    for w in params:
        if w.ndim >= 2:
            grads.append(lam * w)
        else:
            grads.append(np.zeros_like(w))
    return grads


def add_l2(loss, grads, params, lam):
    extra = l2_penalty_grad(params, lam)
    return loss + l2_penalty(params, lam), [g + ex for g, ex in zip(grads, extra)]


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


def plot_losses(train_losses, val_losses):
    plt.plot(train_losses, label="train")
    plt.plot(val_losses, label="val")
    plt.legend()
    plt.show()
