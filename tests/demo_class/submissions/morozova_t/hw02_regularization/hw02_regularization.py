from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    # inverted dropout
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
    dx = dout * cache["scale"]
    dx[~cache["keep"]] = 0
    return dx


class BatchNorm1d:

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
    ) -> None:
        self.num_features = num_features
        self.eps, self.momentum = eps, momentum
        self.gamma, self.running_var = np.ones(num_features, dtype), np.ones(num_features, dtype)
        self.beta = np.zeros(num_features, dtype)
        self.running_mean = np.zeros_like(self.beta)
        self.dgamma = np.zeros_like(self.beta)
        self.dbeta = np.zeros_like(self.beta)
        self.training = True

    def train(self) -> None:
        self.training = True

    def eval(self) -> None:
        self.training = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        # по столбцам
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
        # бегущие статистики: momentum - вес нового
        self.running_mean = self.running_mean + self.momentum * (m - self.running_mean)
        self.running_var = self.running_var + self.momentum * (var - self.running_var)
        self.cache = (xc, inv, xn, True)
        return self.gamma * xn + self.beta

    def backward(self, dout: np.ndarray) -> np.ndarray:
        xc, inv, xn, was_training = self.cache
        n = len(dout)
        self.dgamma = np.sum(dout * xn, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        dnorm = dout * self.gamma
        if not was_training:
            return dnorm * inv
        # три пути до x: напрямую, через дисперсию и через среднее
        dvar = np.sum(dnorm * xc, axis=0) * (-0.5) * inv ** 3
        dm = -np.sum(dnorm, axis=0) * inv
        return dnorm * inv + dvar * 2 * xc / n + dm / n


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    total = 0.0
    for w in params:
        # смещения не штрафуем
        if w.ndim >= 2:
            total += float(np.sum(w ** 2))
    return lam * total / 2


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
    grads = []
    for w in params:
        if w.ndim >= 2:
            grads.append(lam * w)
        else:
            grads.append(np.zeros_like(w))
    return grads


def add_l2(
    loss: float, grads: list[np.ndarray], params: list[np.ndarray], lam: float
) -> tuple[float, list[np.ndarray]]:
    new_loss = loss + l2_penalty(params, lam)
    new_grads = []
    for g, ex in zip(grads, l2_penalty_grad(params, lam)):
        new_grads.append(g + ex)
    return new_loss, new_grads


class EarlyStopping:

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        if patience < 1 or min_delta < 0:
            raise ValueError("плохие параметры")
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_weights = np.inf, None, None
        self.losses = []

    def step(self, val_loss: float, weights: list[np.ndarray]) -> bool:
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
        if self.best_weights is not None:
            for i in range(len(weights)):
                weights[i][...] = self.best_weights[i]
