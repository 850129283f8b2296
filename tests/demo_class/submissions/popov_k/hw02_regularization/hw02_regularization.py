from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
  if p < 0 or p > 1:
    raise ValueError("wrong p")
  mask = np.ones_like(x)
  if training:
    # p - вероятность ВЫКИНУТЬ нейрон
    drop = rng.binomial(1, p, size=x.shape) == 1
    mask[drop] = 0
    if p < 1:
      mask /= 1 - p
  return x * mask, mask


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
  mask = cache
  return mask * dout


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
    B = dout.shape[0]
    self.dbeta = dout.sum(axis=0)
    self.dgamma = (dout * self.xh).sum(axis=0)
    dx_hat = dout * self.gamma
    if not self.mode:
      return dx_hat / self.std
    s1 = dx_hat.sum(axis=0)
    s2 = (dx_hat * self.xh).sum(axis=0)
    return (dx_hat - s1 / B - self.xh * s2 / B) / self.std


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
  running = 0.0
  for w in params:
    # смещения не штрафуем
    if w.ndim >= 2:
      running += float(np.sum(w ** 2))
  return lam * running / 2


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
  reg = l2_penalty_grad(params, lam)
  return loss + l2_penalty(params, lam), [g + e for g, e in zip(grads, reg)]


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
