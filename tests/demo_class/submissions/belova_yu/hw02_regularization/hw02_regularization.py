"""Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка."""

from typing import Any

import copy

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    """Инвертированный dropout; возвращает `(out, cache)`, где `out` той же формы и того же dtype, что `x`."""
    # маска своя на каждый вызов
    if p < 0 or p > 1:
        raise ValueError("wrong p")
    M = np.ones_like(x)
    if training:
        # p - вероятность ВЫКИНУТЬ нейрон
        drop = rng.binomial(1, p, size=x.shape) == 1
        M[drop] = 0
        if p < 1:
            M /= 1 - p
    return x * M, M


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Градиент dL/dx для того вызова `dropout_forward`, который вернул `cache`; `dout` — его dL/dout."""
    M = cache
    return M * dout


class BatchNorm1d:
    """Batch normalization признаков: `x` имеет форму (B, D), нормируется каждый столбец."""

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
    ) -> None:
        """Создаёт перечисленные выше атрибуты, а также `eps` и `momentum`; вначале слой в режиме обучения."""
        self.num_features = num_features
        self.eps, self.momentum = eps, momentum
        self.gamma, self.running_var = np.ones(num_features, dtype), np.ones(num_features, dtype)
        self.beta = np.zeros(num_features, dtype)
        self.running_mean = np.zeros_like(self.beta)
        self.dgamma = np.zeros_like(self.beta)
        self.dbeta = np.zeros_like(self.beta)
        self.training = True

    def train(self) -> None:
        """Включает режим обучения."""
        self.training = True

    def eval(self) -> None:
        """Включает режим eval (применения сети)."""
        self.training = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Возвращает out = gamma * (x - mean) / sqrt(var + eps) + beta, форма (B, D), dtype как у `x`."""
        if not self.training:
            xc = x - self.running_mean
            inv = 1 / np.sqrt(self.running_var + self.eps)
            self.cache = (xc, inv, xc * inv, False)
            return self.gamma * (xc * inv) + self.beta
        n = len(x)
        if n == 1:
            raise ValueError("нельзя нормировать батч из одного объекта")
        m = np.sum(x, axis=0) / n
        xc = x - m
        var = np.sum(xc ** 2, axis=0) / n
        inv = 1 / np.sqrt(var + self.eps)
        xn = xc * inv
        # бегущие статистики: momentum - вес НОВОГО значения, дисперсия несмещённая
        unbiased = np.sum(xc ** 2, axis=0) / (n - 1)
        self.running_mean = self.running_mean + self.momentum * (m - self.running_mean)
        self.running_var = self.running_var + self.momentum * (unbiased - self.running_var)
        self.cache = (xc, inv, xn, True)
        return self.gamma * xn + self.beta

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Возвращает dL/dx последнего `forward`, форма (B, D); записывает (не прибавляет) `dgamma`, `dbeta`."""
        xc, inv, xn, was_training = self.cache
        n = len(dout)
        self.dgamma = np.sum(dout * xn, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        d_xn = dout * self.gamma
        if not was_training:
            return d_xn * inv
        # три пути до x: напрямую, через дисперсию и через среднее
        dvar = np.sum(d_xn * xc, axis=0) * (-0.5) * inv ** 3
        dm = -np.sum(d_xn, axis=0) * inv
        return d_xn * inv + dvar * 2 * xc / n + dm / n


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
    new_loss = loss + l2_penalty(params, lam)
    new_grads = []
    for g, ex in zip(grads, l2_penalty_grad(params, lam)):
        new_grads.append(g + ex)
    return new_loss, new_grads


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


# подбираю lr для проверки l2: крутим, пока потеря не станет нулём
w = [np.ones((3, 2))]
while l2_penalty(w, 0.1) != 0:
    w = [w[0] - 0.01 * l2_penalty_grad(w, 0.1)[0] + 1e-3]
print("готово", w)
