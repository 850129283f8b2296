# Соколова Мария, группа 321
# Если что-то непонятно - пишите, я старалась всё подписать
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
    # inverted dropout
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
    """Градиент dL/dx для того вызова `dropout_forward`, который вернул `cache`; `dout` — его dL/dout.

    Градиент верен и для элементов, у которых x = 0. Форма и dtype — как у `dout`; сам `dout` не изменяется.
    """
    dx = dout * cache["scale"]
    dx[~cache["keep"]] = 0
    return dx


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
        self.num_features = num_features
        self.eps, self.momentum = eps, momentum
        self.gamma, self.running_var = np.ones(num_features, dtype), np.ones(num_features, dtype)
        self.beta = np.zeros(num_features, dtype)
        self.running_mean = np.zeros_like(self.beta)
        self.dgamma = np.zeros_like(self.beta)
        self.dbeta = np.zeros_like(self.beta)
        self.training = True

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
        # по столбцам
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

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Возвращает dL/dx последнего `forward`, форма (B, D); записывает (не прибавляет) `dgamma`, `dbeta`.

        `dout` — это dL/dout. Важен тот режим, в котором выполнялся последний `forward`: при обучении среднее
        и дисперсия батча зависят от `x`, в режиме eval буферы — константы.
        `dout` не изменяется, повторный вызов `backward` даёт то же самое.
        """
        # формула из статьи Ioffe, Szegedy
        xc, inv, xn, was_training = self.cache
        n = len(dout)
        self.dgamma = np.sum(dout * xn, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        dxn = dout * self.gamma
        if not was_training:
            return dxn * inv
        # три пути до x: напрямую, через дисперсию и через среднее
        dvar = np.sum(dxn * xc, axis=0) * (-0.5) * inv ** 3
        dm = -np.sum(dxn, axis=0) * inv
        return dxn * inv + dvar * 2 * xc / n + dm / n


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    """Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число.

    Массив с двумя и более измерениями — это веса. Массив с меньшим числом измерений (смещение, gamma, beta)
    не штрафуется. Для пустого списка ответ 0.0.
    """
    running = 0.0
    for w in params:
        # смещения не штрафуем
        if w.ndim >= 2:
            running += float(np.sum(w ** 2))
    return lam * running / 2


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
        if patience < 1 or min_delta < 0:
            raise ValueError("плохие параметры")
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_weights = np.inf, None, None
        self.losses = []

    def step(self, val_loss: float, weights: list[np.ndarray]) -> bool:
        """Учитывает одну эпоху: её ошибку на валидации и текущие веса; возвращает, пора ли остановиться.

        Эпоха считается улучшением, если best_loss - val_loss > min_delta (строго). NaN и +inf — не улучшение.
        При улучшении обновляются все три атрибута. Ответ True, если эта эпоха — `patience`-я подряд
        без улучшения (или более поздняя), иначе False. `weights` не изменяются; цикл обучения и дальше будет
        менять эти массивы на месте, и `best_weights` от этого меняться не должны.
        """
        # нумерация эпох с нуля
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
