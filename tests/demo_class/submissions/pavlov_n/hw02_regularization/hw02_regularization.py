from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    if p < 0 or p > 1:
        raise ValueError("p должно быть от 0 до 1")
    if not training:
        return x.copy(), None
    if p == 1:
        msk = np.zeros_like(x)
    else:
        msk = (rng.random(x.shape) >= p).astype(x.dtype) / (1 - p)
    msk = msk.astype(x.dtype)
    return x * msk, msk


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    if cache is None:
        return dout.copy()
    return dout * cache


class BatchNorm1d:

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
    ) -> None:
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
        self.training = True

    def eval(self) -> None:
        self.training = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        B = x.shape[0]
        if self.training:
            if B < 2:
                raise ValueError("batch is too small")
            mean_ = x.mean(axis=0)
            var = x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean_
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * B / (B - 1)
        else:
            mean_ = self.running_mean
            var = self.running_var
        self.std = np.sqrt(var + self.eps)
        self.normed = (x - mean_) / self.std
        self.mode = self.training
        return self.gamma * self.normed + self.beta

    def backward(self, dout: np.ndarray) -> np.ndarray:
        B = dout.shape[0]
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.normed).sum(axis=0)
        dx_hat = dout * self.gamma
        if not self.mode:
            return dx_hat / self.std
        s1 = dx_hat.sum(axis=0)
        s2 = (dx_hat * self.normed).sum(axis=0)
        return (dx_hat - s1 / B - self.normed * s2 / B) / self.std


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    return 0.5 * lam * sum(float((w ** 2).sum()) for w in params if w.ndim > 1)


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
    for g, expz in zip(grads, l2_penalty_grad(params, lam)):
        new_grads.append(g + expz)
    return new_loss, new_grads


class EarlyStopping:

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
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
        if self.best_loss - val_loss > self.min_delta:
            self.best_loss = val_loss
            self.best_epoch = self.epoch
            self.best_weights = weights.copy()
            self.counter = 0
        else:
            self.counter += 1
        self.epoch += 1
        return self.counter >= self.patience

    def restore(self, weights: list[np.ndarray]) -> None:
        if self.best_weights is None:
            return
        for w, best in zip(weights, self.best_weights):
            w[:] = best
