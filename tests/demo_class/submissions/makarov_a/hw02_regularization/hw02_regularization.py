"""Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка.

Разрешены Python и NumPy. Объекты выборки — строки: `x` имеет форму (B, D). Переданные массивы изменять
нельзя, если в описании функции прямо не сказано обратное. dtype результата такой же, как у входа:
float32 → float32, float64 → float64.
"""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    """Инвертированный dropout; возвращает `(out, cache)`, где `out` той же формы и того же dtype, что `x`.

    p         вероятность ОБНУЛИТЬ элемент, 0 <= p <= 1; иначе возникает ValueError
    training  True: каждый элемент независимо от других становится 0 с вероятностью p и x / (1 - p)
              с вероятностью 1 - p (при p = 1 обнуляется всё). Каждый вызов разыгрывает всё заново.
              False: out = x
    rng       единственный источник случайности: одинаковые генераторы дают одинаковый результат
    cache     что угодно на ваш выбор: он без изменений попадёт в `dropout_backward`

    `x` может быть любой формы и не изменяется.
    """
    # маска своя на каждый вызов
    if p < 0 or p > 1:
        raise ValueError("p должно быть от 0 до 1")
    if not training:
        return x.copy(), None
    if p == 1:
        keep_mask = np.zeros_like(x)
    else:
        keep_mask = (rng.random(x.shape) >= p).astype(x.dtype) / (1 - p)
    keep_mask = keep_mask.astype(x.dtype)
    return x * keep_mask, keep_mask


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Градиент dL/dx для того вызова `dropout_forward`, который вернул `cache`; `dout` — его dL/dout.

    Градиент верен и для элементов, у которых x = 0. Форма и dtype — как у `dout`; сам `dout` не изменяется.
    """
    if cache is None:
        return dout.copy()
    return dout * cache


class BatchNorm1d:
    """Batch normalization признаков: `x` имеет форму (B, D), нормируется каждый столбец.

    gamma, beta                  параметры, (D,)
    running_mean, running_var    буферы, (D,): оценки для режима eval, градиентом не обучаются
    dgamma, dbeta                (D,): градиенты параметров, записаны последним вызовом `backward`
    training                     True: статистики батча; False: буферы

    Атрибуты можно присваивать снаружи между вызовами: `layer.gamma = ...`.
    """

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
    ) -> None:
        """Создаёт перечисленные выше атрибуты, а также `eps` и `momentum`; вначале слой в режиме обучения.

        gamma и running_var — единицы; beta, running_mean, dgamma и dbeta — нули; dtype у всех — `dtype`.
        """
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
        """Возвращает out = gamma * (x - mean) / sqrt(var + eps) + beta, форма (B, D), dtype как у `x`.

        Обучение: mean и var считаются по батчу, var = sum((x - mean)^2) / B. Буферы обновляются:
        running = (1 - momentum) * running + momentum * new, где новое среднее — это `mean`, а новая
        дисперсия — sum((x - mean)^2) / (B - 1). Батч из одного объекта: ValueError, и ничего не меняется.
        Режим eval: mean и var берутся из буферов, буферы не меняются; B = 1 допустим.
        `x`, gamma и beta не изменяются.
        """
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
        self.xhat = (x - mean_) / self.std
        self.mode = self.training
        return self.gamma * self.xhat + self.beta

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Возвращает dL/dx последнего `forward`, форма (B, D); записывает (не прибавляет) `dgamma`, `dbeta`.

        `dout` — это dL/dout. Важен тот режим, в котором выполнялся последний `forward`: при обучении среднее
        и дисперсия батча зависят от `x`, в режиме eval буферы — константы.
        `dout` не изменяется, повторный вызов `backward` даёт то же самое.
        """
        # формула из статьи Ioffe, Szegedy
        B = dout.shape[0]
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.xhat).sum(axis=0)
        dx_hat = dout * self.gamma
        if not self.mode:
            dx = dx_hat / self.std
            return dx
        s1 = dx_hat.sum(axis=0)
        s2 = (dx_hat * self.xhat).sum(axis=0)
        dx = (dx_hat - s1 / B - self.xhat * s2 / B) / self.std


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    """Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число.

    Массив с двумя и более измерениями — это веса. Массив с меньшим числом измерений (смещение, gamma, beta)
    не штрафуется. Для пустого списка ответ 0.0.
    """
    return 0.5 * lam * sum(float((w ** 2).sum()) for w in params if w.ndim > 1)


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
    """Градиент `l2_penalty` по каждому массиву из `params`: список новых массивов тех же форм и dtype."""
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
    """Функция потерь со штрафом и её градиенты: `(new_loss, new_grads)`.

    loss      среднее значение функции потерь по батчу
    grads     её градиенты, по одному массиву на каждый из `params`, той же формы и того же dtype

    `grads` и `params` не изменяются: ни списки, ни массивы в них.
    """
    new_loss = loss + l2_penalty(params, lam)
    new_grads = []
    for g, expz in zip(grads, l2_penalty_grad(params, lam)):
        new_grads.append(g + expz)
    return new_loss, new_grads


class EarlyStopping:
    """Следит за ошибкой на валидации, говорит, когда остановиться, и хранит лучшие веса.

    best_loss       значение функции потерь лучшей эпохи; +inf, пока её нет
    best_epoch      её номер: первый вызов `step` — эпоха 0; None, пока её нет
    best_weights    список копий весов этой эпохи; None, пока её нет
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
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

    def step(self, val_loss: float, weights: list[np.ndarray]) -> bool:
        """Учитывает одну эпоху: её ошибку на валидации и текущие веса; возвращает, пора ли остановиться.

        Эпоха считается улучшением, если best_loss - val_loss > min_delta (строго). NaN и +inf — не улучшение.
        При улучшении обновляются все три атрибута. Ответ True, если эта эпоха — `patience`-я подряд
        без улучшения (или более поздняя), иначе False. `weights` не изменяются; цикл обучения и дальше будет
        менять эти массивы на месте, и `best_weights` от этого меняться не должны.
        """
        # нумерация эпох с нуля
        if self.best_loss - val_loss > self.min_delta:
            self.best_loss = val_loss
            self.best_epoch = self.epoch
            self.best_weights = [w.copy() for w in weights]
            self.counter = 0
        else:
            self.counter += 1
        self.epoch += 1
        return self.counter >= self.patience

    def restore(self, weights: list[np.ndarray]) -> None:
        """Записывает лучшие веса в массивы из `weights`, на месте; пока лучшей эпохи нет, ничего не делает."""
        if self.best_weights is None:
            return
        for w, best in zip(weights, self.best_weights):
            w[:] = best
