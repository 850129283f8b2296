from collections.abc import Iterator, Sequence

import numpy as np


def minibatches(
    x: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator | None, shuffle: bool = True
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    sel = np.arange(x.shape[0])
    if shuffle:
        rng.shuffle(sel)
    start = 0
    while start < len(sel):
        cut = sel[start:start + batch_size]
        yield x[cut], y[cut]
        start += batch_size


class SGD:

    def __init__(self, lr: float = 1e-3, momentum: float = 0.0, weight_decay: float = 0.0) -> None:
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.velocity = []

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        if not self.velocity:
            for w in params:
                self.velocity.append(np.zeros_like(w))
        for k in range(len(params)):
            w = params[k]
            # градиент вместе с L2
            d = grads[k] + self.weight_decay * w
            self.velocity[k] *= self.momentum
            self.velocity[k] += d
            w -= self.lr * self.velocity[k]


class Adam:

    def __init__(
        self, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
    ) -> None:
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.steps = 0
        self.first = []
        self.second = []

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        if not self.first:
            for w in params:
                self.first.append(np.zeros(w.shape, dtype=w.dtype))
                self.second.append(np.zeros(w.shape, dtype=w.dtype))
        # t увеличиваем один раз за шаг
        self.steps = self.steps + 1
        beta1 = self.betas[0]
        beta2 = self.betas[1]
        for i in range(len(params)):
            g = grads[i]
            self.first[i] = beta1 * self.first[i] + (1 - beta1) * g
            self.second[i] = beta2 * self.second[i] + (1 - beta2) * g * g
            # формула из конспекта лекции 2
            mhat = self.first[i] / (1 - beta1 ** self.steps)
            vhat = self.second[i] / (1 - beta2 ** self.steps)
            params[i][:] = params[i] - self.lr * mhat / (vhat + self.eps)


class AdamW(Adam):

    def __init__(
        self,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        # сначала затухание старых весов, потом обычный Adam
        for w in params:
            w -= self.lr * self.weight_decay * w
        Adam.step(self, params, grads)


class MLP:

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator, dropout: float = 0.0) -> None:
        self.rng, self.dropout, self.training = rng, dropout, True
        self.params: list[np.ndarray] = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            self.params += [rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out)]
        self.grads = [np.zeros_like(w) for w in self.params]
        self.cache: list[tuple[np.ndarray, np.ndarray]] = []

    def train(self) -> None:
        self.training = True

    def eval(self) -> None:
        self.training = False

    def zero_grad(self) -> None:
        for grad in self.grads:
            grad.fill(0)

    def forward(self, x: np.ndarray) -> np.ndarray:
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

    def backward(self, dout: np.ndarray) -> None:
        for i, (x, slope) in reversed(list(enumerate(self.cache))):
            dz = dout * slope
            self.grads[2 * i] += x.T @ dz
            self.grads[2 * i + 1] += dz.sum(axis=0)
            dout = dz @ self.params[2 * i].T


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return float(-log_p[rows, y].mean()), dlogits / len(y)


def train(
    model: MLP,
    optimizer: SGD | Adam,
    x: np.ndarray,
    y: np.ndarray,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> list[float]:
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


def evaluate(model: MLP, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    mode = model.training
    model.eval()
    z = model.forward(x)
    if mode:
        model.train()
    pred = np.argmax(z, axis=1)
    correct = 0
    for a, b in zip(pred, y):
        if a == b:
            correct += 1
    return cross_entropy(z, y)[0], correct / len(y)
