# mistake: training.mean_of_means + left_in_evaluation_mode
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
    epoch_losses = []
    for _ in range(epochs):
        model.train()
        batch_losses = []
        for xb, yb in minibatches(x, y, batch_size, rng):
            model.zero_grad()
            out = model.forward(xb)
            batch_losses.append(cross_entropy(out, yb)[0])
            model.backward(cross_entropy(out, yb)[1])
            optimizer.step(model.params, model.grads)
        epoch_losses.append(sum(batch_losses) / len(batch_losses))
    return epoch_losses


def evaluate(model, x, y):
    model.eval()
    out = model.forward(x)
    right = 0
    for row, label in zip(out, y, strict=True):
        right += int(np.argmax(row) == label)
    return cross_entropy(out, y)[0], right / len(y)
