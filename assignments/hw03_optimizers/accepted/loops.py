"""Everything element by element, with plain Python loops."""

import math

import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    indices = list(range(len(x)))
    if shuffle:
        for i in range(len(indices) - 1, 0, -1):
            j = int(rng.integers(i + 1))
            indices[i], indices[j] = indices[j], indices[i]
    x_batch, y_batch = [], []
    for i in indices:
        x_batch.append(x[i])
        y_batch.append(y[i])
        if len(x_batch) == batch_size:
            yield np.array(x_batch, dtype=x.dtype), np.array(y_batch, dtype=y.dtype)
            x_batch, y_batch = [], []
    if x_batch:
        yield np.array(x_batch, dtype=x.dtype), np.array(y_batch, dtype=y.dtype)


class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.velocity = []

    def step(self, params, grads):
        for k in range(len(params)):
            if k == len(self.velocity):
                self.velocity.append(np.zeros(params[k].shape))
            w, g, buf = params[k], grads[k], self.velocity[k]
            for i in np.ndindex(w.shape):
                buf[i] = self.momentum * buf[i] + float(g[i]) + self.weight_decay * float(w[i])
                w[i] = float(w[i]) - self.lr * buf[i]


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.t = 0
        self.m = []
        self.v = []

    def step(self, params, grads):
        self.t += 1
        b1, b2 = self.betas
        for k in range(len(params)):
            if k == len(self.m):
                self.m.append(np.zeros(params[k].shape))
                self.v.append(np.zeros(params[k].shape))
            w, g, m, v = params[k], grads[k], self.m[k], self.v[k]
            for i in np.ndindex(w.shape):
                gi = float(g[i])
                m[i] = b1 * m[i] + (1 - b1) * gi
                v[i] = b2 * v[i] + (1 - b2) * gi * gi
                m_hat = m[i] / (1 - b1**self.t)
                v_hat = v[i] / (1 - b2**self.t)
                w[i] = float(w[i]) - self.lr * m_hat / (math.sqrt(v_hat) + self.eps)


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params, grads):
        for w in params:
            for i in np.ndindex(w.shape):
                w[i] = float(w[i]) - self.lr * self.weight_decay * float(w[i])
        Adam.step(self, params, grads)


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
    history = []
    for _epoch in range(epochs):
        model.train()
        loss_sum = 0.0
        count = 0
        for x_batch, y_batch in minibatches(x, y, batch_size, rng):
            model.zero_grad()
            logits = model.forward(x_batch)
            loss, dlogits = cross_entropy(logits, y_batch)
            model.backward(dlogits)
            optimizer.step(model.params, model.grads)
            for _ in range(len(x_batch)):
                loss_sum += loss
                count += 1
        history.append(loss_sum / count)
    return history


def evaluate(model, x, y):
    mode = model.training
    model.eval()
    right, loss_sum = 0, 0.0
    for i in range(len(x)):
        logits = model.forward(x[i : i + 1])
        loss, _ = cross_entropy(logits, y[i : i + 1])
        loss_sum += loss
        best = 0
        for c in range(logits.shape[1]):
            if logits[0, c] > logits[0, best]:
                best = c
        right += best == y[i]
    if mode:
        model.train()
    return loss_sum / len(x), int(right) / len(x)
