"""Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    """Инвертированный dropout; возвращает `(out, cache)`, где `out` той же формы и того же dtype, что `x`."""
    if p < 0 or p > 1:
        raise ValueError("p должно быть от 0 до 1")
    if not training:
        return x.copy(), None
    if p == 1:
        mask = np.zeros_like(x)
    else:
        mask = (rng.random(x.shape) >= p).astype(x.dtype)
    mask = mask.astype(x.dtype)
    return x * mask, mask


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Градиент dL/dx для того вызова `dropout_forward`, который вернул `cache`; `dout` — его dL/dout."""
    if cache is None:
        return dout.copy()
    return dout * cache


class BatchNorm1d:
    """Batch normalization признаков: `x` имеет форму (B, D), нормируется каждый столбец."""

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
    ) -> None:
        """Создаёт перечисленные выше атрибуты, а также `eps` и `momentum`; вначале слой в режиме обучения."""
        D = num_features
        self.training = True
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.full(D, 1, dtype=dtype)
        self.beta = np.full(D, 0, dtype=dtype)
        self.running_mean = np.full(D, 0, dtype=dtype)
        self.running_var = np.full(D, 1, dtype=dtype)
        self.dgamma = np.full(D, 0, dtype=dtype)
        self.dbeta = np.full(D, 0, dtype=dtype)

    def train(self) -> None:
        """Включает режим обучения."""
        self.training = True

    def eval(self) -> None:
        """Включает режим eval (применения сети)."""
        self.training = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Возвращает out = gamma * (x - mean) / sqrt(var + eps) + beta, форма (B, D), dtype как у `x`."""
        # по столбцам
        if self.training:
            if len(x) <= 1:
                raise ValueError("B = 1")
            mean = np.mean(x, axis=0)
            var = np.var(x, axis=0)
            new_var = np.var(x, axis=0, ddof=1)
            k = self.momentum
            self.running_mean = (1 - k) * self.running_mean + k * mean
            self.running_var = (1 - k) * self.running_var + k * new_var
        else:
            mean, var = self.running_mean, self.running_var
        self.istd = 1.0 / np.sqrt(var + self.eps)
        self.x_norm = (x - mean) * self.istd
        self.used_batch = self.training
        return self.x_norm * self.gamma + self.beta

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Возвращает dL/dx последнего `forward`, форма (B, D); записывает (не прибавляет) `dgamma`, `dbeta`."""
        self.dbeta = np.add.reduce(dout, axis=0)
        self.dgamma = np.add.reduce(dout * self.x_norm, axis=0)
        g = dout * self.gamma
        if self.used_batch:
            g = g - g.mean(axis=0) - self.x_norm * np.mean(g * self.x_norm, axis=0)
        return g * self.istd


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    """Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число."""
    weights = [w for w in params if len(w.shape) > 1]
    norms = [np.linalg.norm(w) ** 2 for w in weights]
    return lam / 2 * float(sum(norms))


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
    """Градиент `l2_penalty` по каждому массиву из `params`: список новых массивов тех же форм и dtype."""
    return [lam * w if w.ndim > 1 else np.zeros_like(w) for w in params]


def add_l2(
    loss: float, grads: list[np.ndarray], params: list[np.ndarray], lam: float
) -> tuple[float, list[np.ndarray]]:
    """Функция потерь со штрафом и её градиенты: `(new_loss, new_grads)`."""
    new_loss = loss + l2_penalty(params, lam)
    new_grads = []
    for g, ex in zip(grads, l2_penalty_grad(params, lam)):
        new_grads.append(g + ex)
    return new_loss, new_grads


class EarlyStopping:
    """Следит за ошибкой на валидации, говорит, когда остановиться, и хранит лучшие веса."""

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        """Вызывает ValueError, если patience < 1 или min_delta < 0."""
        if patience < 1:
            raise ValueError("patience < 1")
        if min_delta < 0:
            raise ValueError("min_delta < 0")
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = float("inf")
        self.best_epoch = None
        self.best_weights = None
        self.epoch = 0
        self.counter = 0

    def step(self, val_loss: float, weights: list[np.ndarray]) -> bool:
        """Учитывает одну эпоху: её ошибку на валидации и текущие веса; возвращает, пора ли остановиться."""
        if self.best_loss - val_loss > self.min_delta:
            self.best_loss = val_loss
            self.best_epoch = self.epoch
            self.best_weights = [w.copy() for w in weights]
            self.counter = 0
        else:
            self.counter += 1
        self.epoch += 1
        return self.counter >= self.patience

    def restore(self, weights: list[np.ndarray]) -> None:
        """Записывает лучшие веса в массивы из `weights`, на месте; пока лучшей эпохи нет, ничего не делает."""
        if self.best_weights is None:
            return
        for w, best in zip(weights, self.best_weights):
            w[:] = best
