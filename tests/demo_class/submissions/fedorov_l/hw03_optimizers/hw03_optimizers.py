import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    # одна и та же перестановка для x и y
    if shuffle:
        perm = rng.permutation(len(x))
        x, y = x[perm], y[perm]
    n_batches = (len(x) + batch_size - 1) // batch_size
    for k in range(n_batches):
        yield x[k * batch_size:(k + 1) * batch_size], y[k * batch_size:(k + 1) * batch_size]


class SGD:

    def __init__(self, lr=0.001, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.velocity = []

    def step(self, params, grads):
        if not self.velocity:
            for w in params:
                self.velocity.append(np.zeros_like(w))
        for k in range(len(params)):
            w = params[k]
            # градиент вместе с L2
            d = grads[k] + self.weight_decay * w
            self.velocity[k] *= self.momentum
            self.velocity[k] -= self.lr * d
            w += self.velocity[k]


class Adam:

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-08):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.steps = 0
        self.first = []
        self.second = []

    def step(self, params, grads):
        if not self.first:
            for w in params:
                self.first.append(np.zeros(w.shape, dtype=w.dtype))
                self.second.append(np.zeros(w.shape, dtype=w.dtype))
        self.steps = self.steps + 1
        beta1 = self.betas[0]
        beta2 = self.betas[1]
        for i in range(len(params)):
            g = grads[i]
            self.first[i] = beta1 * self.first[i] + (1 - beta1) * g
            self.second[i] = beta2 * self.second[i] + (1 - beta2) * g * g
            # поправка на то, что в начале моменты равны нулю
            mhat = self.first[i] / (1 - beta1 ** self.steps)
            vhat = self.second[i] / (1 - beta2 ** self.steps)
            params[i][:] = params[i] - self.lr * mhat / (np.sqrt(vhat) + self.eps)


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
    history = []
    for epoch in range(epochs):
        model.train()
        sum_loss, seen = 0.0, 0
        for bx, by in minibatches(x, y, batch_size, rng, shuffle=True):
            model.zero_grad()
            logits = model.forward(bx)
            loss, grad = cross_entropy(logits, by)
            model.backward(grad)
            optimizer.step(model.params, model.grads)
            # последний батч может быть меньше, поэтому взвешиваем
            sum_loss += loss * bx.shape[0]
            seen += bx.shape[0]
        history.append(sum_loss / seen)
    return history


def evaluate(model, x, y):
    was = model.training
    model.eval()
    logits = model.forward(x)
    model.training = was
    loss, _ = cross_entropy(logits, y)
    acc = float(np.mean(logits.argmax(axis=1) == y))
    return loss, acc
