# expect: minibatches.* = passed
# expect: sgd.* = passed
# expect: momentum.* = wrong
# expect: weight_decay.* = wrong
# expect: adam.* = missing
# expect: adamw.* = missing
# expect: training.* = missing
"""Mini-batches and plain SGD are there; momentum and decay are ignored, the rest is not written."""

import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    n = x.shape[0]
    indices = np.arange(n)
    if shuffle:
        rng.shuffle(indices)
    return iter([(x[part], y[part]) for part in np.split(indices, range(batch_size, n, batch_size))])


class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay

    def step(self, params, grads):
        for param, grad in zip(params, grads):
            np.subtract(param, self.lr * grad, out=param)


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        raise NotImplementedError

    def step(self, params, grads):
        raise NotImplementedError


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
    raise NotImplementedError


def evaluate(model, x, y):
    # not started
    raise NotImplementedError
