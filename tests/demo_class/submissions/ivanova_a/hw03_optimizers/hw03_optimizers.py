import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    n = len(x)
    indices = rng.permutation(n) if shuffle else np.arange(n)
    for i in range(0, n, batch_size):
        sel = indices[i:i + batch_size]
        yield x[sel], y[sel]


class SGD:

    def __init__(self, lr=0.001, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.buf = None

    def step(self, params, grads):
        if self.buf is None:
            self.buf = [np.zeros_like(p) for p in params]
        for i, (p, g) in enumerate(zip(params, grads)):
            g = g + self.weight_decay * p
            self.buf[i] = self.momentum * self.buf[i] + g
            p -= self.lr * self.buf[i]


class Adam:

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-08):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(p) for p in params]
            self.v = [np.zeros_like(p) for p in params]
        self.t += 1
        beta1, beta2 = self.betas
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = beta1 * self.m[i] + (1 - beta1) * g
            self.v[i] = beta2 * self.v[i] + (1 - beta2) * g ** 2
            m_corr = self.m[i] / (1 - beta1 ** self.t)
            v_hat = self.v[i] / (1 - beta2 ** self.t)
            p -= self.lr * m_corr / (np.sqrt(v_hat) + self.eps)


class AdamW(Adam):

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01):
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params, grads):
        for p in params:
            p *= 1 - self.lr * self.weight_decay
        super().step(params, grads)


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
    for epoch in range(epochs):
        model.train()
        summa = 0.0
        for bx_, yb in minibatches(x, y, batch_size, rng):
            loss, dlogits = cross_entropy(model.forward(bx_), yb)
            model.zero_grad()
            model.backward(dlogits)
            optimizer.step(model.params, model.grads)
            summa += loss * len(bx_)
        losses.append(summa / len(x))
    return losses


def evaluate(model, x, y):
    was = model.training
    model.eval()
    logits = model.forward(x)
    model.training = was
    loss, _ = cross_entropy(logits, y)
    acc = float(np.mean(logits.argmax(axis=1) == y))
    return loss, acc
