"""Draws column by column, in another order; the batch-norm gradient by the matrix that projects the mean away."""

import numpy as np


def _keep(shape, p, rng):
    flat = np.empty(int(np.prod(shape)), dtype=np.float32)
    rng.random(out=flat, dtype=np.float32)
    return np.reshape(flat > p, shape, order="F") if 0 < p < 1 else np.full(shape, p == 0)


def dropout_forward(x, p, training, rng):
    if not np.clip(p, 0, 1) == p:
        raise ValueError("0 <= p <= 1")
    if not training:
        return x, lambda dout: dout
    keep = _keep(x.shape, p, rng)

    def scale(values):
        return keep * values if p in (0, 1) else keep * values * (1 / (1 - p))

    return scale(x), scale


def dropout_backward(dout, cache):
    return cache(dout)


class _Module:
    training = True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False


class BatchNorm1d(_Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.eps = eps
        self.momentum = momentum
        self.gamma = np.full(num_features, 1, dtype)
        self.running_var = np.full(num_features, 1, dtype)
        self.beta = np.full(num_features, 0, dtype)
        self.running_mean = np.full(num_features, 0, dtype)
        self.dgamma = np.full(num_features, 0, dtype)
        self.dbeta = np.full(num_features, 0, dtype)

    def forward(self, x):
        return self._train_forward(x) if self.training else self._eval_forward(x)

    def _train_forward(self, x):
        n = x.shape[0]
        if n < 2:
            raise ValueError("batch of one")
        center = np.eye(n, dtype=x.dtype) - np.ones((n, n), x.dtype) / n
        # The mean is taken away twice: the first time leaves a rounding error where the mean is large.
        deviations = center @ (x - x[0])
        deviations = deviations - deviations.sum(axis=0) / n
        squares = (deviations * deviations).sum(axis=0)
        self.std = np.sqrt(squares / n + self.eps)
        self.running_mean = self.running_mean * (1 - self.momentum) + x.sum(axis=0) / n * self.momentum
        self.running_var = self.running_var * (1 - self.momentum) + squares / (n - 1) * self.momentum
        self.xhat = deviations / self.std
        self.center = center
        return self.xhat * self.gamma + self.beta

    def _eval_forward(self, x):
        self.std = np.sqrt(self.running_var + self.eps)
        self.xhat = (x - self.running_mean) / self.std
        self.center = None
        return self.gamma / self.std * (x - self.running_mean) + self.beta

    def backward(self, dout):
        self.dgamma = np.sum(dout * self.xhat, axis=0)
        self.dbeta = np.ones(len(dout), dout.dtype) @ dout
        scale = self.gamma / self.std
        if self.center is None:
            return dout * scale
        return scale * (self.center @ dout - self.xhat * (self.dgamma / len(dout)))


def l2_penalty(params, lam):
    halves = [np.tensordot(w, w, axes=w.ndim) for w in params[::-1] if w.ndim >= 2]
    return np.sum(halves) * lam * 0.5


def l2_penalty_grad(params, lam):
    grads = [np.zeros_like(w) for w in params]
    for g, w in zip(grads, params):
        if w.ndim >= 2:
            np.multiply(w, lam, out=g)
    return grads


def add_l2(loss, grads, params, lam):
    extra = l2_penalty_grad(params, lam)
    return l2_penalty(params, lam) + loss, [extra[i] + grads[i] for i in range(len(params))]


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if not (patience >= 1 and min_delta >= 0):
            raise ValueError("patience, min_delta")
        self.patience, self.min_delta = patience, min_delta
        self._epochs = []
        self._stored = b""
        self.best_loss, self.best_epoch, self.best_weights = np.inf, None, None

    def step(self, val_loss, weights):
        good = bool(self.best_loss - val_loss > self.min_delta)
        self._epochs.append(good)
        if good:
            self.best_loss, self.best_epoch = float(val_loss), len(self._epochs) - 1
            self.best_weights = tuple_to_list(w.copy() for w in weights)
        return len(self._epochs) >= self.patience and not any(self._epochs[-self.patience :])

    def restore(self, weights):
        if self.best_weights:
            for i, w in enumerate(weights):
                w.flat = self.best_weights[i].ravel()


def tuple_to_list(items):
    return [*items]
