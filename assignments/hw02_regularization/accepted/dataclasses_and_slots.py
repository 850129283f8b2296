"""Small types: a mask object, __slots__, dataclasses, a property; float64 inside whatever the inputs are."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf, isnan
from typing import Optional

import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class Mask:
    dropped: Optional[Array]
    p: float

    def apply(self, values: Array) -> Array:
        if self.dropped is None:
            return values.copy()
        if self.p == 1.0:
            return np.zeros_like(values)
        scaled = values.astype(np.float64) / (1.0 - self.p)
        scaled[self.dropped] = 0.0
        return scaled.astype(values.dtype)


def dropout_forward(x: Array, p: float, training: bool, rng: np.random.Generator) -> tuple[Array, Mask]:
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"p={p}")
    dropped = rng.choice([True, False], size=x.shape, p=[p, 1.0 - p]) if training else None
    mask = Mask(dropped, p)
    return mask.apply(x), mask


def dropout_backward(dout: Array, cache: Mask) -> Array:
    return cache.apply(dout)


class BatchNorm1d:
    __slots__ = (
        "_last",
        "beta",
        "dbeta",
        "dgamma",
        "dtype",
        "eps",
        "gamma",
        "momentum",
        "running_mean",
        "running_var",
        "training",
    )

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype=np.float64) -> None:
        zeros, ones = np.zeros(num_features, dtype), np.ones(num_features, dtype)
        self.gamma, self.running_var = ones, ones.copy()
        self.beta, self.running_mean, self.dgamma, self.dbeta = (zeros.copy() for _ in range(4))
        self.eps, self.momentum, self.dtype, self.training = eps, momentum, np.dtype(dtype), True
        self._last = None

    def train(self) -> None:
        self.training = True

    def eval(self) -> None:
        self.training = False

    def _update(self, name: str, new: Array) -> None:
        mixed = (1.0 - self.momentum) * getattr(self, name).astype(np.float64) + self.momentum * new
        setattr(self, name, mixed.astype(self.dtype))

    def forward(self, x: Array) -> Array:
        values = x.astype(np.float64)
        if self.training:
            if values.shape[0] <= 1:
                raise ValueError("more than one value per feature is needed in training")
            mean = np.mean(values, axis=0)
            var = np.mean(np.square(values - mean), axis=0)
            self._update("running_mean", mean)
            self._update("running_var", np.var(values, axis=0, ddof=1))
        else:
            mean, var = self.running_mean.astype(np.float64), self.running_var.astype(np.float64)
        self._last = (values - mean, np.sqrt(var + self.eps), self.training)
        centered, std, _ = self._last
        return (centered / std * self.gamma + self.beta).astype(x.dtype)

    def backward(self, dout: Array) -> Array:
        centered, std, from_batch = self._last
        upstream = dout.astype(np.float64)
        self.dgamma = np.sum(upstream * centered / std, axis=0).astype(self.dtype)
        self.dbeta = np.sum(upstream, axis=0).astype(self.dtype)
        inner = upstream * self.gamma
        dx = inner / std
        if from_batch:
            dvar = -0.5 * np.sum(inner * centered, axis=0) / std**3
            dmean = -np.sum(inner, axis=0) / std
            dx = dx + (2.0 * centered * dvar + dmean) / dout.shape[0]
        return dx.astype(dout.dtype)


def _is_weight(array: Array) -> bool:
    return np.ndim(array) >= 2


def l2_penalty(params: list[Array], lam: float) -> float:
    flat = [w.astype(np.float64).ravel() for w in params if _is_weight(w)]
    together = np.concatenate(flat) if flat else np.zeros(0)
    return float(0.5 * lam * together @ together)


def l2_penalty_grad(params: list[Array], lam: float) -> list[Array]:
    return [(lam * _is_weight(w) * w.astype(np.float64)).astype(w.dtype) for w in params]


def add_l2(loss: float, grads: list[Array], params: list[Array], lam: float) -> tuple[float, list[Array]]:
    new = [g.copy() for g in grads]
    for g, w in zip(new, params):
        if _is_weight(w):
            g += lam * w
    return loss + l2_penalty(params, lam), new


@dataclass
class EarlyStopping:
    patience: int
    min_delta: float = 0.0
    best_loss: float = field(default=inf, init=False)
    best_epoch: Optional[int] = field(default=None, init=False)
    best_weights: Optional[list[Array]] = field(default=None, init=False)
    seen: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.patience < 1 or self.min_delta < 0:
            raise ValueError("patience >= 1 and min_delta >= 0, please")

    @property
    def waited(self) -> int:
        return self.seen if self.best_epoch is None else self.seen - 1 - self.best_epoch

    def step(self, val_loss: float, weights: list[Array]) -> bool:
        self.seen += 1
        if not isnan(val_loss) and self.best_loss - val_loss > self.min_delta:
            self.best_loss, self.best_epoch = val_loss, self.seen - 1
            self.best_weights = [np.copy(w) for w in weights]
        return self.waited >= self.patience

    def restore(self, weights: list[Array]) -> None:
        for w, best in zip(weights, self.best_weights or ()):
            w[...] = best
