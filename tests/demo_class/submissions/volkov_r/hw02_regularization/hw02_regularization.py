"""Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка."""
import numpy as np


def dropout_forward(x, p, training, rng):
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


def dropout_backward(dout, cache):
    """Градиент dL/dx для того вызова `dropout_forward`, который вернул `cache`; `dout` — его dL/dout."""
    if cache is None:
        return dout.copy()
    return dout * cache


class BatchNorm1d:
    """Batch normalization признаков: `x` имеет форму (B, D), нормируется каждый столбец."""

    def __init__(self, num_features, eps=1e-05, momentum=0.1, dtype=np.float64):
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

    def train(self):
        """Включает режим обучения."""
        self.training = True

    def eval(self):
        """Включает режим eval (применения сети)."""
        self.training = False

    def forward(self, x):
        """Возвращает out = gamma * (x - mean) / sqrt(var + eps) + beta, форма (B, D), dtype как у `x`."""
        B = x.shape[0]
        if self.training:
            if B < 2:
                raise ValueError("batch is too small")
            mean_ = x.mean(axis=0)
            var = x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean_
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        else:
            mean_ = self.running_mean
            var = self.running_var
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean_) / self.std
        self.mode = self.training
        return self.gamma * self.x_hat + self.beta

    def backward(self, dout):
        """Возвращает dL/dx последнего `forward`, форма (B, D); записывает (не прибавляет) `dgamma`, `dbeta`."""
        # формула из статьи Ioffe, Szegedy
        B = dout.shape[0]
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.x_hat).sum(axis=0)
        dxhat = dout * self.gamma
        if not self.mode:
            return dxhat / self.std
        s1 = dxhat.sum(axis=0)
        s2 = (dxhat * self.x_hat).sum(axis=0)
        return (dxhat - s1 / B - self.x_hat * s2 / B) / self.std


def l2_penalty(params, lam):
    """Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число."""
    summa = 0.0
    for w in params:
        # смещения не штрафуем
        if w.ndim >= 2:
            summa += float(np.sum(w ** 2))
    return lam * summa / 2


def l2_penalty_grad(params, lam):
    """Градиент `l2_penalty` по каждому массиву из `params`: список новых массивов тех же форм и dtype."""
    return [lam * w if w.ndim > 1 else np.zeros_like(w) for w in params]


def add_l2(loss, grads, params, lam):
    """Функция потерь со штрафом и её градиенты: `(new_loss, new_grads)`."""
    new_loss = loss + l2_penalty(params, lam)
    new_grads = []
    for g, ex in zip(grads, l2_penalty_grad(params, lam)):
        new_grads.append(g + ex)
    return new_loss, new_grads


class EarlyStopping:
    """Следит за ошибкой на валидации, говорит, когда остановиться, и хранит лучшие веса."""

    def __init__(self, patience, min_delta=0.0):
        """Вызывает ValueError, если patience < 1 или min_delta < 0."""
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

    def step(self, val_loss, weights):
        """Учитывает одну эпоху: её ошибку на валидации и текущие веса; возвращает, пора ли остановиться."""
        if self.best_loss - val_loss > self.min_delta:
            self.best_loss = val_loss
            self.best_epoch = self.epoch
            self.best_weights = [w.copy() for w in weights]
            self.counter = 0
        else:
            self.counter += 1
        self.epoch += 1
        return self.counter >= self.patience

    def restore(self, weights):
        """Записывает лучшие веса в массивы из `weights`, на месте; пока лучшей эпохи нет, ничего не делает."""
        if self.best_weights is None:
            return
        for w, best in zip(weights, self.best_weights):
            w[:] = best
