"""Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка."""
import numpy as np


def dropout_forward(x, p, training, rng):
    """Инвертированный dropout; возвращает `(out, cache)`, где `out` той же формы и того же dtype, что `x`."""
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


def dropout_backward(dout, cache):
    """Градиент dL/dx для того вызова `dropout_forward`, который вернул `cache`; `dout` — его dL/dout."""
    dx = dout * cache["scale"]
    dx[~cache["keep"]] = 0
    return dx


class BatchNorm1d:
    """Batch normalization признаков: `x` имеет форму (B, D), нормируется каждый столбец."""

    def __init__(self, num_features, eps=1e-05, momentum=0.1, dtype=np.float64):
        """Создаёт перечисленные выше атрибуты, а также `eps` и `momentum`; вначале слой в режиме обучения."""
        self.num_features = num_features
        self.eps, self.momentum = eps, momentum
        self.gamma, self.running_var = np.ones(num_features, dtype), np.ones(num_features, dtype)
        self.beta = np.zeros(num_features, dtype)
        self.running_mean = np.zeros_like(self.beta)
        self.dgamma = np.zeros_like(self.beta)
        self.dbeta = np.zeros_like(self.beta)
        self.training = True

    def train(self):
        """Включает режим обучения."""
        self.training = True

    def eval(self):
        """Включает режим eval (применения сети)."""
        self.training = False

    def forward(self, x):
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

    def backward(self, dout):
        """Возвращает dL/dx последнего `forward`, форма (B, D); записывает (не прибавляет) `dgamma`, `dbeta`."""
        # формула из статьи Ioffe, Szegedy
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


def l2_penalty(params, lam):
    """Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число."""
    return 0.5 * lam * sum(float((w ** 2).sum()) for w in params if w.ndim > 1)


def l2_penalty_grad(params, lam):
    """Градиент `l2_penalty` по каждому массиву из `params`: список новых массивов тех же форм и dtype."""
    return [lam * w if w.ndim > 1 else np.zeros_like(w) for w in params]


def add_l2(loss, grads, params, lam):
    """Функция потерь со штрафом и её градиенты: `(new_loss, new_grads)`."""
    addition = l2_penalty_grad(params, lam)
    return loss + l2_penalty(params, lam), [g + e for g, e in zip(grads, addition)]


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
