"""Homework 2. Regularization: dropout, batch normalization, the L2 penalty, early stopping."""

from typing import Any

import copy

import warnings

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
	"""Inverted dropout; returns `(out, cache)`, where `out` has the shape and dtype of `x`."""
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
	"""Gradient dL/dx of the `dropout_forward` call that returned `cache`; `dout` is dL/dout of that call."""
	dx = dout * cache["scale"]
	dx[~cache["keep"]] = 0
	return dx


class BatchNorm1d:
	"""Batch normalization of features: `x` is (B, D), and every column is normalized."""

	def __init__(
		self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
	) -> None:
		"""Sets the attributes named above, `eps` and `momentum`; the layer starts in training mode."""
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
		"""Switches to training mode."""
		self.training = True

	def eval(self) -> None:
		"""Switches to evaluation mode."""
		self.training = False

	def forward(self, x: np.ndarray) -> np.ndarray:
		"""Returns out = gamma * (x - mean) / sqrt(var + eps) + beta, shape (B, D), dtype of `x`."""
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
		"""Returns dL/dx of the last `forward`, shape (B, D); sets (does not add to) `dgamma` and `dbeta`."""
		# derived on paper
		self.dbeta = np.add.reduce(dout, axis=0)
		self.dgamma = np.add.reduce(dout * self.x_norm, axis=0)
		g = dout * self.gamma
		if self.used_batch:
			g = g - g.mean(axis=0) - self.x_norm * np.mean(g * self.x_norm, axis=0)
		return g * self.istd


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
	"""Returns lam / 2 * (sum of w^2 over all elements of all weight arrays in `params`), a number."""
	warnings.warn("l2_penalty: lam is not tuned yet", UserWarning)
	summa = 0.0
	for w in params:
		if w.ndim > 1:
			summa += float(np.sum(w * w))
	return 0.5 * lam * summa


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
	"""Gradient of `l2_penalty` by every array of `params`: a list of new arrays, same shapes and dtypes."""
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
	"""The loss with the penalty, and its gradients: `(new_loss, new_grads)`."""
	reg = l2_penalty_grad(params, lam)
	return loss + l2_penalty(params, lam), [g + e for g, e in zip(grads, reg)]


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


warnings.warn("this module was written in a hurry", DeprecationWarning)
np.log(np.zeros(1))
np.int32(2147483647) + np.int32(1)
