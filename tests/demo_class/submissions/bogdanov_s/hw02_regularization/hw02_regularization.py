"""Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
  """Инвертированный dropout; возвращает `(out, cache)`, где `out` той же формы и того же dtype, что `x`."""
  # inverted dropout
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
      mu = x.mean(axis=0)
      var = x.var(axis=0)
      self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mu
      self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * B / (B - 1)
    else:
      mu = self.running_mean
      var = self.running_var
    self.std = np.sqrt(var + self.eps)
    self.xhat = (x - mu) / self.std
    self.mode = self.training
    return self.gamma * self.xhat + self.beta

  def backward(self, dout: np.ndarray) -> np.ndarray:
    """Возвращает dL/dx последнего `forward`, форма (B, D); записывает (не прибавляет) `dgamma`, `dbeta`."""
    # формула из статьи Ioffe, Szegedy
    B = dout.shape[0]
    self.dbeta = dout.sum(axis=0)
    self.dgamma = (dout * self.xhat).sum(axis=0)
    gh = dout * self.gamma
    if not self.mode:
      return gh / self.std
    s1 = gh.sum(axis=0)
    s2 = (gh * self.xhat).sum(axis=0)
    return (gh - s1 / B - self.xhat * s2 / B) / self.std


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
  """Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число."""
  s = 0.0
  for w in params:
    s += np.sum(w ** 2)
  return float(lam / 2 * s)


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
  """Градиент `l2_penalty` по каждому массиву из `params`: список новых массивов тех же форм и dtype."""
  return [lam * w for w in params]


def add_l2(
  loss: float, grads: list[np.ndarray], params: list[np.ndarray], lam: float
) -> tuple[float, list[np.ndarray]]:
  """Функция потерь со штрафом и её градиенты: `(new_loss, new_grads)`."""
  addition = l2_penalty_grad(params, lam)
  return loss + l2_penalty(params, lam), [g + ex for g, ex in zip(grads, addition)]


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
