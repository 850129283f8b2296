"""Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    """Инвертированный dropout; возвращает `(out, cache)`, где `out` той же формы и того же dtype, что `x`."""
    if not 0 <= p <= 1:
        raise ValueError(p)
    cache = {"training": training, "p": p}
    if not training or p == 0:
        cache["keep"] = np.ones(x.shape, dtype=bool)
        cache["scale"] = 1.0
    else:
        cache["keep"] = rng.uniform(size=x.shape) >= p
        cache["scale"] = 1 / (1 - p) if p < 1 else 0.0
    out = np.where(cache["keep"], x * cache["scale"], 0).astype(x.dtype)
    return out, cache


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Градиент dL/dx для того вызова `dropout_forward`, который вернул `cache`; `dout` — его dL/dout."""
    dx = dout * cache["scale"]
    dx[~cache["keep"]] = 0
    return dx


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
        # вывод на бумаге, две страницы
        self.dbeta = np.add.reduce(dout, axis=0)
        self.dgamma = np.add.reduce(dout * self.x_norm, axis=0)
        g = dout * self.gamma
        if self.used_batch:
            g = g - g.mean(axis=0) - self.x_norm * np.mean(g * self.x_norm, axis=0)
        return g * self.istd


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    """Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число."""
    total = 0.0
    for w in params:
        # смещения не штрафуем
        if w.ndim >= 2:
            total += float(np.sum(w ** 2))
    return lam * total / 2


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
    """Градиент `l2_penalty` по каждому массиву из `params`: список новых массивов тех же форм и dtype."""
    return [lam * w * (w.ndim > 1) for w in params]


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
        if patience < 1 or min_delta < 0:
            raise ValueError("плохие параметры")
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_weights = np.inf, None, None
        self.losses = []

    def step(self, val_loss: float, weights: list[np.ndarray]) -> bool:
        """Учитывает одну эпоху: её ошибку на валидации и текущие веса; возвращает, пора ли остановиться."""
        self.losses.append(val_loss)
        now = len(self.losses) - 1
        # строго лучше, чем на min_delta; nan сюда не попадёт
        better = val_loss < self.best_loss - self.min_delta
        if better:
            self.best_loss, self.best_epoch = val_loss, now
            self.best_weights = [np.array(w, copy=True) for w in weights]
        last = self.best_epoch if self.best_epoch is not None else -1
        return now - last >= self.patience

    def restore(self, weights: list[np.ndarray]) -> None:
        """Записывает лучшие веса в массивы из `weights`, на месте; пока лучшей эпохи нет, ничего не делает."""
        if self.best_weights is not None:
            for i in range(len(weights)):
                weights[i][...] = self.best_weights[i]
