"""Homework 2. Regularization: dropout, batch normalization, the L2 penalty, early stopping.

Allowed: Python and NumPy. Samples are rows: `x` is (B, D). Arrays that are passed in are never modified,
unless a docstring says so. Results have the dtype of the inputs: float32 in, float32 out; float64 in,
float64 out.

ru: Домашнее задание 2. Регуляризация: dropout, batch normalization, L2-штраф, ранняя остановка.

Разрешены Python и NumPy. Объекты выборки — строки: `x` имеет форму (B, D). Переданные массивы изменять
нельзя, если в описании функции прямо не сказано обратное. dtype результата такой же, как у входа:
float32 → float32, float64 → float64.
"""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    """Inverted dropout; returns `(out, cache)`, where `out` has the shape and dtype of `x`.

    p         probability to DROP an element, 0 <= p <= 1; otherwise ValueError is raised
    training  True: each element on its own becomes 0 with probability p and x / (1 - p) with
              probability 1 - p (at p = 1 everything becomes 0). Each call draws anew.
              False: out = x
    rng       the only source of randomness: equal generators give equal results
    cache     anything you like: it is handed to `dropout_backward` as it is

    `x` may have any shape and is not modified.

    ru: Инвертированный dropout; возвращает `(out, cache)`, где `out` той же формы и того же dtype, что `x`.

    p         вероятность ОБНУЛИТЬ элемент, 0 <= p <= 1; иначе возникает ValueError
    training  True: каждый элемент независимо от других становится 0 с вероятностью p и x / (1 - p)
              с вероятностью 1 - p (при p = 1 обнуляется всё). Каждый вызов разыгрывает всё заново.
              False: out = x
    rng       единственный источник случайности: одинаковые генераторы дают одинаковый результат
    cache     что угодно на ваш выбор: он без изменений попадёт в `dropout_backward`

    `x` может быть любой формы и не изменяется.
    """
    # BEGIN SOLUTION
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"p is a probability, not {p}")
    if not training:
        return x.copy(), np.ones_like(x)
    scale = 1.0 / (1.0 - p) if p < 1.0 else 0.0
    mask = scale * (rng.random(x.shape) >= p).astype(x.dtype)
    return x * mask, mask
    # END SOLUTION


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Gradient dL/dx of the `dropout_forward` call that returned `cache`; `dout` is dL/dout of that call.

    The gradient is right for elements with x = 0 too. Its shape and dtype are those of `dout`, which is
    not modified.

    ru: Градиент dL/dx для того вызова `dropout_forward`, который вернул `cache`; `dout` — его dL/dout.

    Градиент верен и для элементов, у которых x = 0. Форма и dtype — как у `dout`; сам `dout` не изменяется.
    """
    # BEGIN SOLUTION
    dx: np.ndarray = dout * cache
    return dx
    # END SOLUTION


class BatchNorm1d:
    """Batch normalization of features: `x` is (B, D), and every column is normalized.

    gamma, beta                  parameters, (D,)
    running_mean, running_var    buffers, (D,): estimates for evaluation, not trained by gradient
    dgamma, dbeta                (D,): gradients of the parameters, set by the last `backward`
    training                     True: statistics of the batch; False: the buffers

    The attributes may be assigned from outside between calls: `layer.gamma = ...`.

    ru: Batch normalization признаков: `x` имеет форму (B, D), нормируется каждый столбец.

    gamma, beta                  параметры, (D,)
    running_mean, running_var    буферы, (D,): оценки для режима eval, градиентом не обучаются
    dgamma, dbeta                (D,): градиенты параметров, записаны последним вызовом `backward`
    training                     True: статистики батча; False: буферы

    Атрибуты можно присваивать снаружи между вызовами: `layer.gamma = ...`.
    """

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
    ) -> None:
        """Sets the attributes named above, `eps` and `momentum`; the layer starts in training mode.

        gamma and running_var are ones; beta, running_mean, dgamma and dbeta are zeros; all are of `dtype`.

        ru: Создаёт перечисленные выше атрибуты, а также `eps` и `momentum`; вначале слой в режиме обучения.

        gamma и running_var — единицы; beta, running_mean, dgamma и dbeta — нули; dtype у всех — `dtype`.
        """
        # BEGIN SOLUTION
        self.eps, self.momentum = eps, momentum
        self.training = True
        self.gamma, self.beta = np.ones(num_features, dtype), np.zeros(num_features, dtype)
        self.running_mean, self.running_var = np.zeros(num_features, dtype), np.ones(num_features, dtype)
        self.dgamma, self.dbeta = np.zeros(num_features, dtype), np.zeros(num_features, dtype)
        # END SOLUTION

    def train(self) -> None:
        """Switches to training mode.

        ru: Включает режим обучения.
        """
        self.training = True

    def eval(self) -> None:
        """Switches to evaluation mode.

        ru: Включает режим eval (применения сети).
        """
        self.training = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Returns out = gamma * (x - mean) / sqrt(var + eps) + beta, shape (B, D), dtype of `x`.

        Training: mean and var are those of the batch, var = sum((x - mean)^2) / B. The buffers are updated:
        running = (1 - momentum) * running + momentum * new, where the new mean is `mean`, and the new
        variance is sum((x - mean)^2) / (B - 1). A batch of one raises ValueError and changes nothing.
        Evaluation: mean and var are the buffers, which stay as they are; B = 1 is fine.
        `x`, gamma and beta are not modified.

        ru: Возвращает out = gamma * (x - mean) / sqrt(var + eps) + beta, форма (B, D), dtype как у `x`.

        Обучение: mean и var считаются по батчу, var = sum((x - mean)^2) / B. Буферы обновляются:
        running = (1 - momentum) * running + momentum * new, где новое среднее — это `mean`, а новая
        дисперсия — sum((x - mean)^2) / (B - 1). Батч из одного объекта: ValueError, и ничего не меняется.
        Режим eval: mean и var берутся из буферов, буферы не меняются; B = 1 допустим.
        `x`, gamma и beta не изменяются.
        """
        # BEGIN SOLUTION
        mean, var = self.running_mean, self.running_var
        if self.training:
            batch = len(x)
            if batch < 2:
                raise ValueError("a batch of one has no variance to normalize by")
            mean, var = x.mean(axis=0), x.var(axis=0)
            old, new = 1.0 - self.momentum, self.momentum
            self.running_mean = old * self.running_mean + new * mean
            self.running_var = old * self.running_var + new * var * (batch / (batch - 1))
        self._inverse_std = 1.0 / np.sqrt(var + self.eps)
        self._normalized = (x - mean) * self._inverse_std
        self._from_batch = self.training
        return self.gamma * self._normalized + self.beta
        # END SOLUTION

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Returns dL/dx of the last `forward`, shape (B, D); sets (does not add to) `dgamma` and `dbeta`.

        `dout` is dL/dout. The mode that counts is the one in which the last `forward` ran: in training the
        batch mean and variance depend on `x`, in evaluation the buffers are constants.
        `dout` is not modified, and calling `backward` again gives the same.

        ru: Возвращает dL/dx последнего `forward`, форма (B, D); записывает (не прибавляет) `dgamma`, `dbeta`.

        `dout` — это dL/dout. Важен тот режим, в котором выполнялся последний `forward`: при обучении среднее
        и дисперсия батча зависят от `x`, в режиме eval буферы — константы.
        `dout` не изменяется, повторный вызов `backward` даёт то же самое.
        """
        # BEGIN SOLUTION
        self.dgamma = (dout * self._normalized).sum(axis=0)
        self.dbeta = dout.sum(axis=0)
        dnormalized = dout * self.gamma
        if self._from_batch:
            through_var = self._normalized * (dnormalized * self._normalized).mean(axis=0)
            dnormalized = dnormalized - dnormalized.mean(axis=0) - through_var
        return dnormalized * self._inverse_std
        # END SOLUTION


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    """Returns lam / 2 * (sum of w^2 over all elements of all weight arrays in `params`), a number.

    An array with two or more dimensions holds weights. An array with fewer dimensions (a bias, gamma, beta)
    is not penalized. An empty list gives 0.0.

    ru: Возвращает lam / 2 * (сумма w^2 по всем элементам всех массивов весов в `params`), число.

    Массив с двумя и более измерениями — это веса. Массив с меньшим числом измерений (смещение, gamma, beta)
    не штрафуется. Для пустого списка ответ 0.0.
    """
    # BEGIN SOLUTION
    return 0.5 * lam * sum(float(np.sum(w * w)) for w in params if w.ndim >= 2)
    # END SOLUTION


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
    """Gradient of `l2_penalty` by every array of `params`: a list of new arrays, same shapes and dtypes.

    ru: Градиент `l2_penalty` по каждому массиву из `params`: список новых массивов тех же форм и dtype.
    """
    # BEGIN SOLUTION
    return [lam * w if w.ndim >= 2 else np.zeros_like(w) for w in params]
    # END SOLUTION


def add_l2(
    loss: float, grads: list[np.ndarray], params: list[np.ndarray], lam: float
) -> tuple[float, list[np.ndarray]]:
    """The loss with the penalty, and its gradients: `(new_loss, new_grads)`.

    loss      average loss over the batch
    grads     its gradients, one array for each of `params`, of the same shape and dtype

    `grads` and `params` are not modified: neither the lists nor the arrays in them.

    ru: Функция потерь со штрафом и её градиенты: `(new_loss, new_grads)`.

    loss      среднее значение функции потерь по батчу
    grads     её градиенты, по одному массиву на каждый из `params`, той же формы и того же dtype

    `grads` и `params` не изменяются: ни списки, ни массивы в них.
    """
    # BEGIN SOLUTION
    penalty_grads = l2_penalty_grad(params, lam)
    return loss + l2_penalty(params, lam), [g + extra for g, extra in zip(grads, penalty_grads, strict=True)]
    # END SOLUTION


class EarlyStopping:
    """Watches the validation loss, says when to stop, and keeps the best weights.

    best_loss       loss of the best epoch; +inf before there is one
    best_epoch      its number: the first call of `step` is epoch 0; None before there is one
    best_weights    list of copies of the weights of that epoch; None before there is one

    ru: Следит за ошибкой на валидации, говорит, когда остановиться, и хранит лучшие веса.

    best_loss       значение функции потерь лучшей эпохи; +inf, пока её нет
    best_epoch      её номер: первый вызов `step` — эпоха 0; None, пока её нет
    best_weights    список копий весов этой эпохи; None, пока её нет
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        """Raises ValueError if patience < 1 or min_delta < 0.

        ru: Вызывает ValueError, если patience < 1 или min_delta < 0.
        """
        # BEGIN SOLUTION
        if patience < 1 or min_delta < 0.0:
            raise ValueError(f"patience={patience} and min_delta={min_delta} make no sense")
        self.patience, self.min_delta = patience, min_delta
        self.best_loss = float("inf")
        self.best_epoch: int | None = None
        self.best_weights: list[np.ndarray] | None = None
        self._epoch = -1
        self._waited = 0
        # END SOLUTION

    def step(self, val_loss: float, weights: list[np.ndarray]) -> bool:
        """Takes in one epoch: its validation loss and the current weights; returns whether to stop.

        The epoch is an improvement if best_loss - val_loss > min_delta (strictly). NaN and +inf never are.
        An improvement sets the three attributes. The answer is True when this epoch is the `patience`-th
        in a row without improvement (or later), else False. `weights` are not modified; the training loop
        will go on changing these arrays in place, and that must not change `best_weights`.

        ru: Учитывает одну эпоху: её ошибку на валидации и текущие веса; возвращает, пора ли остановиться.

        Эпоха считается улучшением, если best_loss - val_loss > min_delta (строго). NaN и +inf — не улучшение.
        При улучшении обновляются все три атрибута. Ответ True, если эта эпоха — `patience`-я подряд
        без улучшения (или более поздняя), иначе False. `weights` не изменяются; цикл обучения и дальше будет
        менять эти массивы на месте, и `best_weights` от этого меняться не должны.
        """
        # BEGIN SOLUTION
        self._epoch += 1
        if self.best_loss - val_loss > self.min_delta:
            self.best_loss, self.best_epoch = val_loss, self._epoch
            self.best_weights = [w.copy() for w in weights]
            self._waited = 0
        else:
            self._waited += 1
        return self._waited >= self.patience
        # END SOLUTION

    def restore(self, weights: list[np.ndarray]) -> None:
        """Writes the best weights into the arrays of `weights`, in place; without a best epoch does nothing.

        ru: Записывает лучшие веса в массивы из `weights`, на месте; пока лучшей эпохи нет, ничего не делает.
        """
        # BEGIN SOLUTION
        for w, best in zip(weights, self.best_weights or weights, strict=True):
            w[...] = best
        # END SOLUTION
