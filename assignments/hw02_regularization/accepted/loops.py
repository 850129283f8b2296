"""Plain loops over elements and columns, nothing vectorized."""

import math

import numpy as np


def dropout_forward(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    out = np.zeros(x.shape, dtype=x.dtype)
    factors = []
    flat_in, flat_out = x.reshape(-1), out.reshape(-1)
    for i in range(flat_in.size):
        if not training:
            factor = 1.0
        elif rng.random() < p:
            factor = 0.0
        else:
            factor = 1 / (1 - p)
        factors.append(factor)
        flat_out[i] = flat_in[i] * factor
    return out, factors


def dropout_backward(dout, cache):
    dx = np.empty(dout.shape, dtype=dout.dtype)
    source, target = dout.reshape(-1), dx.reshape(-1)
    for i, factor in enumerate(cache):
        target[i] = source[i] * factor
    return dx


class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.dtype = dtype
        self.training = True
        for name, start in (("gamma", 1), ("beta", 0), ("running_mean", 0), ("running_var", 1)):
            setattr(self, name, np.array([start] * num_features, dtype=dtype))
        self.dgamma = np.array([0] * num_features, dtype=dtype)
        self.dbeta = np.array([0] * num_features, dtype=dtype)

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        rows, columns = x.shape
        if self.training and rows == 1:
            raise ValueError("cannot normalize a batch of one")
        out = np.empty_like(x)
        self.xhat = np.empty(x.shape)
        self.std = np.empty(columns)
        self.trained = self.training
        running_mean, running_var = self.running_mean.copy(), self.running_var.copy()
        for j in range(columns):
            if self.training:
                mean = 0.0
                for i in range(rows):
                    mean += float(x[i, j])
                mean /= rows
                squares = 0.0
                for i in range(rows):
                    squares += (float(x[i, j]) - mean) ** 2
                var = squares / rows
                running_mean[j] += self.momentum * (mean - running_mean[j])
                running_var[j] += self.momentum * (squares / (rows - 1) - running_var[j])
            else:
                mean, var = self.running_mean[j], self.running_var[j]
            self.std[j] = math.sqrt(var + self.eps)
            for i in range(rows):
                self.xhat[i, j] = (x[i, j] - mean) / self.std[j]
                out[i, j] = self.gamma[j] * self.xhat[i, j] + self.beta[j]
        self.running_mean, self.running_var = running_mean, running_var
        return out

    def backward(self, dout):
        rows, columns = dout.shape
        dx = np.empty_like(dout)
        self.dgamma = np.zeros(columns, dtype=self.dtype)
        self.dbeta = np.zeros(columns, dtype=self.dtype)
        for j in range(columns):
            s0 = s1 = 0.0
            for i in range(rows):
                s0 += float(dout[i, j])
                s1 += float(dout[i, j]) * self.xhat[i, j]
            self.dbeta[j], self.dgamma[j] = s0, s1
            for i in range(rows):
                value = float(dout[i, j])
                if self.trained:
                    value -= s0 / rows + self.xhat[i, j] * s1 / rows
                dx[i, j] = self.gamma[j] / self.std[j] * value
        return dx


def l2_penalty(params, lam):
    total = 0.0
    for array in params:
        if array.ndim < 2:
            continue
        for number in array.flat:
            total += float(number) ** 2
    return lam * total / 2


def l2_penalty_grad(params, lam):
    result = []
    for array in params:
        grad = np.zeros(array.shape, dtype=array.dtype)
        if array.ndim >= 2:
            for index in np.ndindex(array.shape):
                grad[index] = lam * array[index]
        result.append(grad)
    return result


def add_l2(loss, grads, params, lam):
    new = []
    for g, extra in zip(grads, l2_penalty_grad(params, lam)):
        new.append(g + extra)
    return loss + l2_penalty(params, lam), new


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if patience < 1:
            raise ValueError("patience")
        if min_delta < 0:
            raise ValueError("min_delta")
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = math.inf
        self.best_epoch = None
        self.best_weights = None
        self.history = []

    def step(self, val_loss, weights):
        self.history.append(val_loss)
        epoch = len(self.history) - 1
        if val_loss < self.best_loss - self.min_delta:
            self.best_loss = val_loss
            self.best_epoch = epoch
            self.best_weights = []
            for w in weights:
                self.best_weights.append(np.array(w))
        last_good = -1 if self.best_epoch is None else self.best_epoch
        return epoch - last_good >= self.patience

    def restore(self, weights):
        if self.best_weights is None:
            return
        for i in range(len(weights)):
            for index in np.ndindex(weights[i].shape):
                weights[i][index] = self.best_weights[i][index]
