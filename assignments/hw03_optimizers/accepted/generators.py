"""Every parameter has a generator that remembers its past; it is started when the parameter first comes."""

import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    index = list(range(len(x)))
    if shuffle:
        rng.shuffle(index)
    while index:
        batch, index = index[:batch_size], index[batch_size:]
        yield x[batch], y[batch]


def running_sum(momentum):
    """Send a gradient, get the buffer."""
    total = yield
    while True:
        grad = yield total
        total = momentum * total + grad


def running_mean(beta):
    """Send a value, get the corrected mean of all values so far."""
    mean, t, value = 0, 0, (yield)
    while True:
        t += 1
        mean = mean + (1 - beta) * (value - mean)
        value = yield mean / (1 - beta**t)


class Optimizer:
    def __init__(self, lr):
        self.lr = lr
        self.memory = {}

    def past(self, key, make, *args):
        if key not in self.memory:
            self.memory[key] = make(*args)
            next(self.memory[key])
        return self.memory[key]

    def step(self, params, grads):
        for place, (w, grad) in enumerate(zip(params, grads, strict=True)):
            np.add(w, self.change(place, w, grad), out=w)


class SGD(Optimizer):
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        super().__init__(lr)
        self.momentum, self.weight_decay = momentum, weight_decay

    def change(self, place, w, grad):
        return -self.lr * self.past(place, running_sum, self.momentum).send(grad + self.weight_decay * w)


class Adam(Optimizer):
    weight_decay = 0.0

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(lr)
        self.betas, self.eps = betas, eps

    def change(self, place, w, grad):
        mean = self.past(("mean", place), running_mean, self.betas[0]).send(grad)
        square = self.past(("square", place), running_mean, self.betas[1]).send(grad**2)
        return -self.lr * (self.weight_decay * w + mean / (np.sqrt(square) + self.eps))


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay


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
    def steps():
        for x_batch, y_batch in minibatches(x, y, batch_size, rng):
            loss, dlogits = cross_entropy(model.forward(x_batch), y_batch)
            for grad in model.grads:
                grad[...] = 0
            model.backward(dlogits)
            optimizer.step(model.params, model.grads)
            yield loss * len(x_batch)

    losses = []
    while len(losses) < epochs:
        model.train()
        losses.append(sum(steps()) / len(x))
    return losses


def evaluate(model, x, y):
    before = model.training
    model.eval()
    logits = model.forward(x)
    model.training = before
    return cross_entropy(logits, y)[0], float((np.argmax(logits, axis=-1) == y).mean())
