# -*- coding: utf-8 -*-
"""Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка."""

from typing import Any

import copy

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
        mask = (rng.random(x.shape) >= p).astype(x.dtype) / (1 - p)
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
        B = dout.shape[0]
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.xh).sum(axis=0)
        dxhat = dout * self.gamma
        if not self.mode:
            return dxhat / self.std
        s1 = dxhat.sum(axis=0)
        s2 = (dxhat * self.xh).sum(axis=0)
        return (dxhat - s1 / B - self.xh * s2 / B) / self.std


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    """Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число."""
    weights = [w for w in params if len(w.shape) > 1]
    norms = [np.linalg.norm(w) ** 2 for w in weights]
    return lam / 2 * float(sum(norms))


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
    """Градиент `l2_penalty` по каждому массиву из `params`: список новых массивов тех же форм и dtype."""
    return [lam * w * (w.ndim > 1) for w in params]


def add_l2(
    loss: float, grads: list[np.ndarray], params: list[np.ndarray], lam: float
) -> tuple[float, list[np.ndarray]]:
    """Функция потерь со штрафом и её градиенты: `(new_loss, new_grads)`."""
    reg = l2_penalty_grad(params, lam)
    return loss + l2_penalty(params, lam), [g + e for g, e in zip(grads, reg)]


class EarlyStopping:
    """Следит за ошибкой на валидации, говорит, когда остановиться, и хранит лучшие веса."""

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        """Вызывает ValueError, если patience < 1 или min_delta < 0."""
        if patience < 1 or min_delta < 0.0:
            raise ValueError
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = float("inf")
        self.best_epoch = None
        self.best_weights = None
        self.step_number = 0
        self.left = patience

    def step(self, val_loss: float, weights: list[np.ndarray]) -> bool:
        """Учитывает одну эпоху: её ошибку на валидации и текущие веса; возвращает, пора ли остановиться."""
        # нумерация эпох с нуля
        if self.best_loss - val_loss > self.min_delta:
            self.left = self.patience
            self.best_loss = val_loss
            self.best_epoch = self.step_number
            self.best_weights = copy.deepcopy(weights)
        else:
            self.left -= 1
        self.step_number += 1
        return self.left <= 0

    def restore(self, weights: list[np.ndarray]) -> None:
        """Записывает лучшие веса в массивы из `weights`, на месте; пока лучшей эпохи нет, ничего не делает."""
        for i, best in enumerate(self.best_weights or []):
            np.copyto(weights[i], best)
