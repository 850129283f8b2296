"""Computes in float64 whatever comes and writes back with the parameter's own type; other equal formulas."""

import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    waiting = np.arange(len(x))
    if shuffle:
        waiting = rng.permuted(waiting)
    while waiting.size:
        now, waiting = waiting[:batch_size], waiting[batch_size:]
        yield x[now].copy(), y[now].copy()


class Optimizer:
    """What is common: goes through the parameters and writes the new values into them."""

    def __init__(self, lr):
        self.lr = lr
        self.steps = 0

    def step(self, params, grads):
        if self.steps == 0:
            self.prepare([w.shape for w in params])
        self.steps += 1
        for k, w in enumerate(params):
            w[...] = self.updated(k, w.astype(np.float64), np.asarray(grads[k], dtype=np.float64))

    def prepare(self, shapes):
        raise TypeError("a subclass says what it remembers")

    def updated(self, k, w, g):
        raise TypeError("a subclass says how")


class SGD(Optimizer):
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        super().__init__(lr)
        self.momentum = momentum
        self.weight_decay = weight_decay

    def prepare(self, shapes):
        self.heading = [np.zeros(shape) for shape in shapes]

    def updated(self, k, w, g):
        self.heading[k] = g + self.weight_decay * w + self.momentum * self.heading[k]
        return w - self.lr * self.heading[k]


class Adam(Optimizer):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(lr)
        self.betas = betas
        self.eps = eps

    def prepare(self, shapes):
        self.first = [np.zeros(shape) for shape in shapes]
        self.second = [np.zeros(shape) for shape in shapes]

    def updated(self, k, w, g):
        b1, b2 = self.betas
        self.first[k] += (1 - b1) * (g - self.first[k])
        self.second[k] += (1 - b2) * (g * g - self.second[k])
        root = np.sqrt(1 - b2**self.steps)
        scale = self.lr * root / (1 - b1**self.steps)
        return w - scale * self.first[k] / (np.sqrt(self.second[k]) + self.eps * root)


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def updated(self, k, w, g):
        return super().updated(k, w, g) - self.lr * self.weight_decay * w


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
    losses = np.zeros(epochs)
    model.zero_grad()
    for epoch in range(epochs):
        model.train()
        for x_batch, y_batch in minibatches(x, y, batch_size, rng):
            loss, dlogits = cross_entropy(model.forward(x_batch), y_batch)
            model.backward(dlogits)
            optimizer.step(model.params, model.grads)
            model.zero_grad()
            losses[epoch] += loss * len(y_batch)
    return (losses / len(y)).tolist()


def evaluate(model, x, y):
    training = model.training
    model.eval()
    logits = np.concatenate([model.forward(part) for part, _ in minibatches(x, y, 8, None, shuffle=False)])
    if training:
        model.train()
    hits = [int(np.argmax(row)) == label for row, label in zip(logits, y)]
    return cross_entropy(logits, y)[0], sum(hits) / len(hits)
