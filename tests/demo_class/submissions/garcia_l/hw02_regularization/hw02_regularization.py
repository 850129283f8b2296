"""Homework 2. Regularization: dropout, batch normalization, the L2 penalty, early stopping."""

from typing import Any

import copy

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    """Inverted dropout; returns `(out, cache)`, where `out` has the shape and dtype of `x`."""
    if p < 0 or p > 1:
        raise ValueError("p must be in [0, 1]")
    if not training:
        return x.copy(), None
    if p == 1:
        M = np.zeros_like(x)
    else:
        M = (rng.random(x.shape) >= p).astype(x.dtype) / (1 - p)
    M = M.astype(x.dtype)
    return x * M, M


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Gradient dL/dx of the `dropout_forward` call that returned `cache`; `dout` is dL/dout of that call."""
    if cache is None:
        return dout.copy()
    return dout * cache


class BatchNorm1d:
    """Batch normalization of features: `x` is (B, D), and every column is normalized."""

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
    ) -> None:
        """Sets the attributes named above, `eps` and `momentum`; the layer starts in training mode."""
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
        """Switches to training mode."""
        self.training = True

    def eval(self) -> None:
        """Switches to evaluation mode."""
        self.training = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Returns out = gamma * (x - mean) / sqrt(var + eps) + beta, shape (B, D), dtype of `x`."""
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
        self.xh = (x - mean_) / self.std
        self.mode = self.training
        return self.gamma * self.xh + self.beta

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Returns dL/dx of the last `forward`, shape (B, D); sets (does not add to) `dgamma` and `dbeta`."""
        B = dout.shape[0]
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.xh).sum(axis=0)
        gh = dout * self.gamma
        if not self.mode:
            return gh / self.std
        s1 = gh.sum(axis=0)
        s2 = (gh * self.xh).sum(axis=0)
        return (gh - s1 / B - self.xh * s2 / B) / self.std


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    """Returns lam / 2 * (sum of w^2 over all elements of all weight arrays in `params`), a number."""
    return 0.5 * lam * sum(float((w ** 2).sum()) for w in params if w.ndim > 1)


def l2_penalty_gradient(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
    """Gradient of `l2_penalty` by every array of `params`: a list of new arrays, same shapes and dtypes."""
    return [lam * w * (w.ndim > 1) for w in params]


def add_l2(
    loss: float, grads: list[np.ndarray], params: list[np.ndarray], lam: float
) -> tuple[float, list[np.ndarray]]:
    """The loss with the penalty, and its gradients: `(new_loss, new_grads)`."""
    extra = l2_penalty_gradient(params, lam)
    return loss + l2_penalty(params, lam), [g + e for g, e in zip(grads, extra)]


class EarlyStopping:
    """Watches the validation loss, says when to stop, and keeps the best weights."""

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        """Raises ValueError if patience < 1 or min_delta < 0."""
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
        """Takes in one epoch: its validation loss and the current weights; returns whether to stop."""
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
        """Writes the best weights into the arrays of `weights`, in place; without a best epoch does nothing."""
        for i, best in enumerate(self.best_weights or []):
            np.copyto(weights[i], best)
