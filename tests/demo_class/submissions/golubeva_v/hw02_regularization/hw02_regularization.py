"""Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    """Инвертированный dropout; возвращает `(out, cache)`, где `out` той же формы и того же dtype, что `x`."""
    if p < 0 or p > 1:
        raise ValueError("p")
    if not training:
        return x.copy(), np.ones_like(x)
    mask = (rng.random(x.shape) >= p).astype(x.dtype)
    if p < 1:
        out = x * mask / (1 - p)
    else:
        out = x * mask
    return out, mask


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Градиент dL/dx для того вызова `dropout_forward`, который вернул `cache`; `dout` — его dL/dout."""
    # умножаем маску на градиент
    return dout * cache


class BatchNorm1d:
    """Batch normalization признаков: `x` имеет форму (B, D), нормируется каждый столбец."""

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
    ) -> None:
        """Создаёт перечисленные выше атрибуты, а также `eps` и `momentum`; вначале слой в режиме обучения."""
        self.eps = eps
        self.momentum = momentum
        self.training = True
        self.gamma = np.ones(num_features, dtype=dtype)
        self.beta = np.zeros(num_features, dtype=dtype)
        self.running_mean = np.zeros(num_features, dtype=dtype)
        self.running_var = np.ones(num_features, dtype=dtype)
        self.dgamma = np.zeros(num_features, dtype=dtype)
        self.dbeta = np.zeros(num_features, dtype=dtype)

    def train(self) -> None:
        """Включает режим обучения."""
        self.training = True

    def eval(self) -> None:
        """Включает режим eval (применения сети)."""
        self.training = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Возвращает out = gamma * (x - mean) / sqrt(var + eps) + beta, форма (B, D), dtype как у `x`."""
        # по столбцам
        B = x.shape[0]
        if self.training:
            if B < 2:
                raise ValueError("batch is too small")
            avg = x.mean(axis=0)
            var = x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * avg
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * B / (B - 1)
        else:
            avg = self.running_mean
            var = self.running_var
        self.std = np.sqrt(var + self.eps)
        self.xh = (x - avg) / self.std
        self.mode = self.training
        return self.gamma * self.xh + self.beta

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Возвращает dL/dx последнего `forward`, форма (B, D); записывает (не прибавляет) `dgamma`, `dbeta`."""
        # вывод на бумаге, две страницы
        self.dgamma = (dout * self.xh).sum(axis=0)
        self.dbeta = dout.sum(axis=0)
        return dout * self.gamma / self.std


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    """Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число."""
    return 0.5 * lam * sum(float((w ** 2).sum()) for w in params if w.ndim > 1)


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
    """Градиент `l2_penalty` по каждому массиву из `params`: список новых массивов тех же форм и dtype."""
    return [lam * w if w.ndim > 1 else np.zeros_like(w) for w in params]


def add_l2(
    loss: float, grads: list[np.ndarray], params: list[np.ndarray], lam: float
) -> tuple[float, list[np.ndarray]]:
    """Функция потерь со штрафом и её градиенты: `(new_loss, new_grads)`."""
    reg = l2_penalty_grad(params, lam)
    return loss + l2_penalty(params, lam), [g + ex for g, ex in zip(grads, reg)]


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
