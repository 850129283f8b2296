"""One small object per parameter holds its state; classes with slots; AdamW stands on its own feet."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from math import ceil

import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    keys = rng.random(len(x)) if shuffle else np.zeros(len(x))
    order = np.argsort(keys, kind="stable")
    for number in range(ceil(len(x) / batch_size)):
        chosen = order[number * batch_size : number * batch_size + batch_size]
        yield np.take(x, chosen, axis=0), np.take(y, chosen, axis=0)


class Velocity:
    __slots__ = ("value",)

    def __init__(self):
        self.value = None

    def push(self, grad, momentum):
        self.value = grad.copy() if self.value is None else momentum * self.value + grad
        return self.value


class SGD:
    __slots__ = ("lr", "momentum", "weight_decay", "velocities")

    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.momentum, self.weight_decay = momentum, weight_decay
        self.velocities = ()

    def step(self, params, grads):
        known = zip_longest(params, self.velocities)
        self.velocities = [velocity or Velocity() for _, velocity in known]
        for w, g, velocity in zip(params, grads, self.velocities):
            w += -self.lr * velocity.push(g + self.weight_decay * w, self.momentum)


@dataclass
class Moments:
    mean: np.ndarray | float = 0.0
    square: np.ndarray | float = 0.0
    weight_of_mean: float = 0.0
    weight_of_square: float = 0.0

    def update(self, g, beta1, beta2):
        self.mean = beta1 * self.mean + (1 - beta1) * g
        self.square = beta2 * self.square + (1 - beta2) * np.square(g)
        self.weight_of_mean = beta1 * self.weight_of_mean + (1 - beta1)
        self.weight_of_square = beta2 * self.weight_of_square + (1 - beta2)

    def direction(self, eps):
        return self.mean / self.weight_of_mean / ((self.square / self.weight_of_square) ** 0.5 + eps)


@dataclass
class Adam:
    lr: float = 1e-3
    betas: tuple = (0.9, 0.999)
    eps: float = 1e-8
    moments: dict = field(default_factory=dict)

    def step(self, params, grads):
        for k, (w, g) in enumerate(zip(params, grads)):
            moments = self.moments.setdefault(k, Moments())
            moments.update(g, *self.betas)
            w[...] = w - self.lr * moments.direction(self.eps)


@dataclass
class AdamW:
    lr: float = 1e-3
    betas: tuple = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = 1e-2
    moments: dict = field(default_factory=dict)

    def step(self, params, grads):
        for k, (w, g) in enumerate(zip(params, grads)):
            moments = self.moments.setdefault(k, Moments())
            moments.update(g, *self.betas)
            w[...] = w - self.lr * (moments.direction(self.eps) + self.weight_decay * w)


class MLP:
    def __init__(self, sizes, rng, dropout=0.0):
        self.rng, self.dropout, self.training = (rng, dropout, True)
        self.params = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            self.params += [rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out)]
        self.grads = [np.zeros_like(w) for w in self.params]
        self.cache = []

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def zero_grad(self):
        for grad in self.grads:
            grad.fill(0)

    def forward(self, x):
        self.cache = []
        last = len(self.params) - 2
        for i in range(0, len(self.params), 2):
            z = x @ self.params[i] + self.params[i + 1]
            slope = np.ones_like(z) if i == last else (z > 0).astype(z.dtype)
            if self.training and self.dropout > 0 and (i < last):
                slope *= (self.rng.random(z.shape) >= self.dropout) / (1 - self.dropout)
            self.cache.append((x, slope))
            x = z * slope
        return x

    def backward(self, dout):
        for i, (x, slope) in reversed(list(enumerate(self.cache))):
            dz = dout * slope
            self.grads[2 * i] += x.T @ dz
            self.grads[2 * i + 1] += dz.sum(axis=0)
            dout = dz @ self.params[2 * i].T


def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return (float(-log_p[rows, y].mean()), dlogits / len(y))


def train(model, optimizer, x, y, epochs, batch_size, rng):
    def one_batch(xb, yb):
        model.zero_grad()
        loss, dlogits = cross_entropy(model.forward(xb), yb)
        model.backward(dlogits)
        optimizer.step(model.params, model.grads)
        return loss, len(yb)

    def one_epoch():
        model.train()
        losses, sizes = zip(*[one_batch(xb, yb) for xb, yb in minibatches(x, y, batch_size, rng)])
        return float(np.average(losses, weights=sizes))

    return [one_epoch() for _ in range(epochs)]


def evaluate(model, x, y):
    mode, model.training = model.training, False
    logits = model.forward(x)
    model.training = mode
    loss = cross_entropy(logits, y)[0]
    return loss, float(np.count_nonzero(logits.argmax(1) == y) / len(y))
