"""Homework 3. Optimizers: mini-batches, SGD, momentum, weight decay, Adam, AdamW and the training loop.

Every optimizer is used in the same way, much as in PyTorch:

    optimizer = AdamW(lr=1e-3)
    optimizer.step(params, grads)    # grads[i] is the gradient of the loss by params[i]

`step` changes the arrays of `params` themselves (in place) and leaves `grads` as they are; a float32
parameter stays float32. What an optimizer remembers between steps belongs to a place in the list: all its
steps get equally many parameters, of the same shapes in the same order, but the arrays may be other objects.
The attribute `lr` may be changed between two steps and counts from the next one on.

ru: Домашнее задание 3. Оптимизаторы: мини-батчи, SGD, моментум, weight decay, Adam, AdamW и цикл обучения.

Все оптимизаторы устроены одинаково, почти как в PyTorch:

    optimizer = AdamW(lr=1e-3)
    optimizer.step(params, grads)    # grads[i] — градиент функции потерь по params[i]

`step` меняет сами массивы из `params` (на месте) и не трогает `grads`; параметр типа float32 остаётся
float32. Всё, что оптимизатор помнит между шагами, относится к месту в списке: на всех его шагах параметров
поровну, их формы и порядок те же, но сами массивы могут быть и другими объектами.
Атрибут `lr` можно менять между шагами: новое значение действует со следующего шага.
"""

from collections.abc import Iterator, Sequence

import numpy as np


def minibatches(
    x: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator | None, shuffle: bool = True
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """One epoch: yields pairs (x_batch, y_batch) that together contain every sample exactly once.

    x: (N, ...) samples, y: (N, ...) their targets; sample i is x[i] with y[i]. N >= 1, batch_size >= 1.
    Every batch has batch_size samples; the last one has what is left (never zero, never thrown away).
    shuffle=True: the order of the samples is a uniformly random permutation drawn from `rng`, a new one at
    each call. Nothing but `rng` may be random: equal generators give equal batches.
    shuffle=False: the order of x; `rng` is not used and may be None.
    Batches have the dtype of x and y. x and y are not modified.

    ru: Одна эпоха: выдаёт пары (x_batch, y_batch), в которых вместе каждый объект встречается ровно один раз.

    x: (N, ...) — объекты, y: (N, ...) — ответы; объект i — это x[i] и y[i]. N >= 1, batch_size >= 1.
    В каждом батче batch_size объектов, в последнем — сколько осталось (он не пуст и не выбрасывается).
    shuffle=True: порядок объектов — равномерно случайная перестановка из `rng`, новая при каждом вызове.
    Другой случайности нет: одинаковые генераторы дают одинаковые батчи.
    shuffle=False: порядок как в x; `rng` не используется и может быть None.
    Типы батчей (dtype) — как у x и y. Сами x и y не меняются.
    """
    # BEGIN SOLUTION
    order = rng.permutation(len(x)) if shuffle and rng is not None else np.arange(len(x))
    for start in range(0, len(x), batch_size):
        batch = order[start : start + batch_size]
        yield x[batch], y[batch]
    # END SOLUTION


class SGD:
    """Stochastic gradient descent with momentum and weight decay, as torch.optim.SGD.

    For every parameter w with gradient grad, at step t = 1, 2, ...:

        g   = grad + weight_decay * w
        buf = momentum * buf + g          (buf = 0 before the first step)
        w   = w - lr * buf

    Tasks: `sgd` (momentum = weight_decay = 0), `momentum`, `weight_decay` (every parameter is decayed).

    ru: Стохастический градиентный спуск с моментумом и weight decay, как torch.optim.SGD.

    Для каждого параметра w с градиентом grad на шаге t = 1, 2, ...:

        g   = grad + weight_decay * w
        buf = momentum * buf + g          (до первого шага buf = 0)
        w   = w - lr * buf

    Задачи: `sgd` (momentum = weight_decay = 0), `momentum`, `weight_decay` (штрафуются все параметры).
    """

    def __init__(self, lr: float = 1e-3, momentum: float = 0.0, weight_decay: float = 0.0) -> None:
        """Keeps the settings and prepares the state; what depends on shapes is made at the first step.

        ru: Запоминает настройки и готовит состояние; то, что зависит от форм, создаётся на первом шаге.
        """
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        # BEGIN SOLUTION
        self.buffers: list[np.ndarray] = []
        # END SOLUTION

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """One step: updates every array of params in place; the sequence itself stays as it is.

        grads: one array per parameter, in the same order, of the same shape and dtype; they are not modified
        and not kept: the caller may overwrite them after the step. Returns nothing.
        State is kept by the parameter's place in params: the next step may bring its values in another array.

        ru: Один шаг: обновляет каждый массив из params на месте; сама последовательность не меняется.

        grads: по массиву на параметр, в том же порядке, той же формы и того же dtype; они не меняются и не
        запоминаются: после шага их могут перезаписать. Ничего не возвращает.
        Состояние хранится по номеру параметра в params: на следующем шаге его значения могут прийти в другом
        массиве.
        """
        # BEGIN SOLUTION
        self.buffers = self.buffers or [np.zeros_like(w) for w in params]
        for w, grad, buf in zip(params, grads, self.buffers, strict=True):
            buf *= self.momentum
            buf += grad + self.weight_decay * w
            w -= self.lr * buf
        # END SOLUTION


class Adam:
    """Adam, as torch.optim.Adam.

    For every parameter w with gradient g, at step t = 1, 2, ... (m = v = 0 before the first step):

        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g ** 2
        m_hat = m / (1 - beta1 ** t)
        v_hat = v / (1 - beta2 ** t)
        w = w - lr * m_hat / (sqrt(v_hat) + eps)

    ru: Adam, как torch.optim.Adam.

    Для каждого параметра w с градиентом g на шаге t = 1, 2, ... (до первого шага m = v = 0):

        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g ** 2
        m_hat = m / (1 - beta1 ** t)
        v_hat = v / (1 - beta2 ** t)
        w = w - lr * m_hat / (sqrt(v_hat) + eps)
    """

    def __init__(self, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8) -> None:
        """Keeps the settings and prepares the state; what depends on shapes is made at the first step.

        ru: Запоминает настройки и готовит состояние; то, что зависит от форм, создаётся на первом шаге.
        """
        self.lr = lr
        self.betas = betas
        self.eps = eps
        # BEGIN SOLUTION
        self.t = 0
        self.m: list[np.ndarray] = []
        self.v: list[np.ndarray] = []
        # END SOLUTION

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """One step: updates every array of params in place; arguments as in SGD.step. Returns nothing.

        ru: Один шаг: обновляет массивы из params на месте; аргументы — как в SGD.step. Ничего не возвращает.
        """
        # BEGIN SOLUTION
        self.m = self.m or [np.zeros_like(w) for w in params]
        self.v = self.v or [np.zeros_like(w) for w in params]
        self.t += 1
        beta1, beta2 = self.betas
        for w, g, m, v in zip(params, grads, self.m, self.v, strict=True):
            m += (1 - beta1) * (g - m)
            v += (1 - beta2) * (g**2 - v)
            m_hat = m / (1 - beta1**self.t)
            v_hat = v / (1 - beta2**self.t)
            w -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        # END SOLUTION


class AdamW(Adam):
    """Adam with decoupled weight decay, as torch.optim.AdamW.

    For every parameter w with gradient g, at each step:

        w = w * (1 - lr * weight_decay)
        then the step of Adam with g, as in the class Adam

    Every parameter is decayed; the decay never enters m and v.

    ru: Adam с отделённым weight decay, как torch.optim.AdamW.

    Для каждого параметра w с градиентом g на каждом шаге:

        w = w * (1 - lr * weight_decay)
        затем шаг Adam с градиентом g, как в классе Adam

    Штрафуются все параметры; в m и v затухание не попадает.
    """

    def __init__(
        self,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        """The state is that of Adam.

        ru: Состояние — как у Adam.
        """
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """One step: updates every array of params in place; arguments as in SGD.step. Returns nothing.

        ru: Один шаг: обновляет массивы из params на месте; аргументы — как в SGD.step. Ничего не возвращает.
        """
        # BEGIN SOLUTION
        for w in params:
            w *= 1 - self.lr * self.weight_decay
        super().step(params, grads)
        # END SOLUTION


class MLP:
    """A multilayer perceptron with ReLU and dropout, given whole: nothing is to be written here.

    sizes=[64, 32, 10] makes two layers, 64 → 32 → 10; `params` is [W1, b1, W2, b2], `grads` has their shapes.
    `backward` ADDS to `grads`, as PyTorch does; `zero_grad` fills them with zeros. `training` is True in
    training mode (`train()`), when dropout is on, and False in evaluation mode (`eval()`).

    ru: Многослойный перцептрон с ReLU и dropout. Дан целиком: здесь ничего писать не нужно.

    sizes=[64, 32, 10] создаёт два слоя, 64 → 32 → 10; `params` — это [W1, b1, W2, b2], у `grads` те же формы.
    `backward` ПРИБАВЛЯЕТ к `grads`, как в PyTorch; `zero_grad` заполняет их нулями. `training` равен True
    в режиме обучения (`train()`), когда dropout включён, и False в режиме проверки (`eval()`).
    """

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator, dropout: float = 0.0) -> None:
        """He initialisation drawn from `rng`; `dropout` is the probability to drop.

        ru: Инициализация Хе из `rng`; `dropout` — вероятность обнуления.
        """
        self.rng, self.dropout, self.training = rng, dropout, True
        self.params: list[np.ndarray] = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            self.params += [rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out)]
        self.grads = [np.zeros_like(w) for w in self.params]
        self.cache: list[tuple[np.ndarray, np.ndarray]] = []

    def train(self) -> None:
        """Switches to training mode.

        ru: Включает режим обучения.
        """
        self.training = True

    def eval(self) -> None:
        """Switches to evaluation mode.

        ru: Включает режим проверки.
        """
        self.training = False

    def zero_grad(self) -> None:
        """Fills the gradients with zeros.

        ru: Заполняет градиенты нулями.
        """
        for grad in self.grads:
            grad.fill(0)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Logits (B, N_out) for x of shape (B, N_in).

        ru: Логиты (B, N_out) для x формы (B, N_in).
        """
        self.cache = []
        last = len(self.params) - 2
        for i in range(0, len(self.params), 2):
            z = x @ self.params[i] + self.params[i + 1]
            slope = np.ones_like(z) if i == last else (z > 0).astype(z.dtype)
            if self.training and self.dropout > 0 and i < last:
                slope *= (self.rng.random(z.shape) >= self.dropout) / (1 - self.dropout)
            self.cache.append((x, slope))
            x = z * slope
        return x

    def backward(self, dout: np.ndarray) -> None:
        """Adds the gradients to `grads`; `dout` is the loss's gradient by the logits of the last `forward`.

        ru: Прибавляет градиенты к `grads`; `dout` — градиент потери по логитам последнего `forward`.
        """
        for i, (x, slope) in reversed(list(enumerate(self.cache))):
            dz = dout * slope
            self.grads[2 * i] += x.T @ dz
            self.grads[2 * i + 1] += dz.sum(axis=0)
            dout = dz @ self.params[2 * i].T


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean cross-entropy of logits (B, C) and class indices y (B,), and its gradient by the logits. Given.

    ru: Средняя кросс-энтропия логитов (B, C) и номеров классов y (B,) и её градиент по логитам. Дана.
    """
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return float(-log_p[rows, y].mean()), dlogits / len(y)


def train(
    model: MLP,
    optimizer: SGD | Adam,
    x: np.ndarray,
    y: np.ndarray,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> list[float]:
    """Trains the model in place; returns one number per epoch: the mean loss of its samples.

    Each epoch puts the model into training mode and goes once over all samples in mini-batches shuffled by
    `rng`. For every batch, one step: `optimizer.step` gets `model.params` and the gradient of the mean
    cross-entropy of this batch alone (`backward` adds to what is in `model.grads`, and something may be there
    already).
    A sample's loss is the one computed before its batch's step; the epoch's loss is the mean over all N
    samples, whatever the size of their batches.
    x: (N, N_in), y: (N,) class indices; they are not modified. Returns a list of `epochs` Python floats.

    ru: Обучает модель на месте; возвращает по одному числу на эпоху — среднюю потерю её объектов.

    Каждая эпоха переводит модель в режим обучения и один раз проходит все объекты мини-батчами, перемешанными
    с помощью `rng`. На каждый батч — один шаг: `optimizer.step` получает `model.params` и градиент средней
    кросс-энтропии только этого батча (`backward` прибавляет к содержимому `model.grads`, а оно не обязано
    быть нулевым).
    Потеря объекта — та, что вычислена до шага его батча; потеря эпохи — среднее по всем N объектам, какого бы
    размера ни были их батчи.
    x: (N, N_in), y: (N,) — номера классов; они не меняются. Возвращает список из `epochs` чисел float.
    """
    # BEGIN SOLUTION
    losses = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for x_batch, y_batch in minibatches(x, y, batch_size, rng):
            loss, dlogits = cross_entropy(model.forward(x_batch), y_batch)
            model.zero_grad()
            model.backward(dlogits)
            optimizer.step(model.params, model.grads)
            total += loss * len(x_batch)
        losses.append(total / len(x))
    return losses
    # END SOLUTION


def evaluate(model: MLP, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Mean cross-entropy and accuracy (share of right answers, 0 to 1) of the model in evaluation mode.

    Nothing is trained: parameters and gradients stay as they are; the model is left in the mode it came in.
    x: (N, N_in), y: (N,) class indices. Returns two Python floats (loss, accuracy).

    ru: Средняя кросс-энтропия и доля верных ответов (от 0 до 1) модели в режиме проверки.

    Ничего не обучается: параметры и градиенты не меняются, модель остаётся в том режиме, в котором пришла.
    x: (N, N_in), y: (N,) — номера классов. Возвращает два числа float (loss, accuracy).
    """
    # BEGIN SOLUTION
    was_training = model.training
    model.eval()
    logits = model.forward(x)
    model.training = was_training
    loss, _ = cross_entropy(logits, y)
    return loss, float((logits.argmax(axis=1) == y).mean())
    # END SOLUTION
