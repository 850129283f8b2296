from itertools import repeat

import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    o = rng.choice(len(x), len(x), replace=False) if shuffle else np.r_[: len(x)]
    return [(x[o[i : i + batch_size]], y[o[i : i + batch_size]]) for i in range(0, len(x), batch_size)]


class SGD:
    def __init__(s, lr=1e-3, momentum=0.0, weight_decay=0.0):
        s.lr, s.momentum, s.weight_decay, s.b = lr, momentum, weight_decay, repeat(0)

    def step(s, params, grads):
        s.b = [s.momentum * b + g + s.weight_decay * w for w, g, b in zip(params, grads, s.b)]
        for w, b in zip(params, s.b):
            w -= s.lr * b


class Adam:
    wd = 0

    def __init__(s, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        s.lr, s.betas, s.eps, s.t, s.m, s.v = lr, betas, eps, 0, repeat(0), repeat(0)

    def step(s, params, grads):
        s.t, (a, b) = s.t + 1, s.betas
        s.m = [a * m + (1 - a) * g for m, g in zip(s.m, grads)]
        s.v = [b * v + (1 - b) * g * g for v, g in zip(s.v, grads)]
        for w, m, v in zip(params, s.m, s.v):
            w *= 1 - s.lr * s.wd
            w -= s.lr / (1 - a**s.t) * m / (np.sqrt(v / (1 - b**s.t)) + s.eps)


class AdamW(Adam):
    def __init__(s, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps)
        s.wd = weight_decay


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
    losses = []
    for _ in range(epochs):
        model.train()
        s = 0
        for a, b in minibatches(x, y, batch_size, rng):
            l, d = cross_entropy(model.forward(a), b)
            model.zero_grad(), model.backward(d), optimizer.step(model.params, model.grads)
            s += l * len(a) / len(x)
        losses += [s]
    return losses


def evaluate(model, x, y):
    t, model.training = model.training, False
    z = model.forward(x)
    model.training = t
    return cross_entropy(z, y)[0], float((z.argmax(1) == y).mean())
