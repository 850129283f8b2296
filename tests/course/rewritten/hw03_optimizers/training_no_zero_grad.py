# mistake: training.gradients_never_zeroed
import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    order = np.argsort(rng.random(len(x))) if shuffle else np.arange(len(x))
    for rows in np.split(order, range(batch_size, len(x), batch_size)):
        yield x[rows], y[rows]


class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay
        self.b = {}

    def step(self, params, grads):
        for i, w in enumerate(params):
            self.b[i] = self.momentum * self.b.get(i, 0) + grads[i] + self.weight_decay * w
            w -= self.lr * self.b[i]


class AdamW:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.t, self.m, self.v = 0, {}, {}

    def step(self, params, grads):
        self.t += 1
        for i, w in enumerate(params):
            self.m[i] = self.betas[0] * self.m.get(i, 0) + (1 - self.betas[0]) * grads[i]
            self.v[i] = self.betas[1] * self.v.get(i, 0) + (1 - self.betas[1]) * grads[i] ** 2
            m, v = self.m[i] / (1 - self.betas[0] ** self.t), self.v[i] / (1 - self.betas[1] ** self.t)
            w -= self.lr * (self.weight_decay * w + m / (np.sqrt(v) + self.eps))


class MLP:
    def __init__(self, sizes, rng, dropout=0.0):
        self.rng, self.dropout, self.training = rng, dropout, True
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
            if self.training and self.dropout > 0 and i < last:
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
    return float(-log_p[rows, y].mean()), dlogits / len(y)


def train(model, optimizer, x, y, epochs, batch_size, rng):  # noqa: PLR0913
    history = []
    while len(history) < epochs:
        model.train()
        sums = 0
        for batch in minibatches(x, y, batch_size, rng):
            logits = model.forward(batch[0])
            loss, grad = cross_entropy(logits, batch[1])
            model.backward(grad)
            optimizer.step(model.params, model.grads)
            sums += loss * batch[1].size
        history.append(float(sums / y.size))
    return history


def evaluate(model, x, y):
    mode = model.training
    try:
        model.eval()
        scores = model.forward(x)
    finally:
        model.training = mode
    return cross_entropy(scores, y)[0], float(np.mean(np.argmax(scores, -1) == y))
