from collections.abc import Iterator, Sequence

import numpy as np


def minibatches(
    x: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator | None, shuffle: bool = True
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    if shuffle:
        x = x[rng.permutation(len(x))]
        y = y[rng.permutation(len(y))]
    for i in range(0, len(x), batch_size):
        yield x[i:i + batch_size], y[i:i + batch_size]


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
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        if self.m is None:
            self.m = [np.zeros_like(p) for p in params]
            self.v = [np.zeros_like(p) for p in params]
        self.t += 1
        bet1, b2 = self.betas
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = bet1 * self.m[i] + (1 - bet1) * g
            self.v[i] = b2 * self.v[i] + (1 - b2) * g ** 2
            m_corr = self.m[i] / (1 - bet1 ** self.t)
            v_hat = self.v[i] / (1 - b2 ** self.t)
            p -= self.lr * m_corr / (np.sqrt(v_hat) + self.eps)


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
        for p in params:
            p *= 1 - self.lr * self.weight_decay
        super().step(params, grads)


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
    # обычный цикл обучения
    losses = []
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for Xb, by_ in minibatches(x, y, batch_size, rng):
            loss, dlogits = cross_entropy(model.forward(Xb), by_)
            model.zero_grad()
            model.backward(dlogits)
            optimizer.step(model.params, model.grads)
            total += loss * len(Xb)
        losses.append(total / len(x))
    return losses


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
