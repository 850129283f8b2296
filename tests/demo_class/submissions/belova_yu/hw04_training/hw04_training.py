# Белова Юлия, ДЗ 4
"""Домашнее задание 3. Оптимизаторы: мини-батчи, SGD, моментум, weight decay, Adam, AdamW и цикл обучения.

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
    """Одна эпоха: выдаёт пары (x_batch, y_batch), в которых вместе каждый объект встречается ровно один раз.

    x: (N, ...) — объекты, y: (N, ...) — ответы; объект i — это x[i] и y[i]. N >= 1, batch_size >= 1.
    В каждом батче batch_size объектов, в последнем — сколько осталось (он не пуст и не выбрасывается).
    shuffle=True: порядок объектов — равномерно случайная перестановка из `rng`, новая при каждом вызове.
    Другой случайности нет: одинаковые генераторы дают одинаковые батчи.
    shuffle=False: порядок как в x; `rng` не используется и может быть None.
    Типы батчей (dtype) — как у x и y. Сами x и y не меняются.
    """
    ind = np.arange(x.shape[0])
    if shuffle:
        rng.shuffle(ind)
    start = 0
    while start < len(ind):
        cut = ind[start:start + batch_size]
        yield x[cut], y[cut]
        start += batch_size


class SGD:
    """Стохастический градиентный спуск с моментумом и weight decay, как torch.optim.SGD.

    Для каждого параметра w с градиентом grad на шаге t = 1, 2, ...:

        g   = grad + weight_decay * w
        buf = momentum * buf + g          (до первого шага buf = 0)
        w   = w - lr * buf

    Задачи: `sgd` (momentum = weight_decay = 0), `momentum`, `weight_decay` (штрафуются все параметры).
    """

    def __init__(self, lr: float = 1e-3, momentum: float = 0.0, weight_decay: float = 0.0) -> None:
        """Запоминает настройки и готовит состояние; то, что зависит от форм, создаётся на первом шаге."""
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.buf = None

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """Один шаг: обновляет каждый массив из params на месте; сама последовательность не меняется.

        grads: по массиву на параметр, в том же порядке, той же формы и того же dtype; они не меняются и не
        запоминаются: после шага их могут перезаписать. Ничего не возвращает.
        Состояние хранится по номеру параметра в params: на следующем шаге его значения могут прийти в другом
        массиве.
        """
        if self.buf is None:
            self.buf = [np.zeros_like(p) for p in params]
        # на месте!
        for i, (p, g) in enumerate(zip(params, grads)):
            g = g + self.weight_decay * p
            self.buf[i] = self.momentum * self.buf[i] + (1 - self.momentum) * g
            p -= self.lr * self.buf[i]


class Adam:
    """Adam, как torch.optim.Adam.

    Для каждого параметра w с градиентом g на шаге t = 1, 2, ... (до первого шага m = v = 0):

        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g ** 2
        m_hat = m / (1 - beta1 ** t)
        v_hat = v / (1 - beta2 ** t)
        w = w - lr * m_hat / (sqrt(v_hat) + eps)
    """

    def __init__(
        self, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
    ) -> None:
        """Запоминает настройки и готовит состояние; то, что зависит от форм, создаётся на первом шаге."""
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.state = []
        self.step_count = 0

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """Один шаг: обновляет массивы из params на месте; аргументы — как в SGD.step. Ничего не возвращает."""
        if not self.state:
            self.state = [{"m": np.zeros_like(p), "v": np.zeros_like(p)} for p in params]
        # t увеличиваем один раз за шаг
        self.step_count += 1
        beta1, beta2 = self.betas
        c1 = 1 - beta1 ** self.step_count
        c2 = 1 - beta2 ** self.step_count
        for w, g, s in zip(params, grads, self.state):
            s["m"] += (1 - beta1) * (g - s["m"])
            s["v"] += (1 - beta2) * (g * g - s["v"])
            w -= self.lr * (s["m"] / c1) / (np.sqrt(s["v"] / c2) + self.eps)


class AdamW(Adam):
    """Adam с отделённым weight decay, как torch.optim.AdamW.

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
        """Состояние — как у Adam."""
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """Один шаг: обновляет массивы из params на месте; аргументы — как в SGD.step. Ничего не возвращает."""
        shrink = 1 - self.lr * self.weight_decay
        for i in range(len(params)):
            params[i][...] = params[i] * shrink
        super().step(params, grads)


class MLP:
    """Многослойный перцептрон с ReLU и dropout. Дан целиком: здесь ничего писать не нужно.

    sizes=[64, 32, 10] создаёт два слоя, 64 → 32 → 10; `params` — это [W1, b1, W2, b2], у `grads` те же формы.
    `backward` ПРИБАВЛЯЕТ к `grads`, как в PyTorch; `zero_grad` заполняет их нулями. `training` равен True
    в режиме обучения (`train()`), когда dropout включён, и False в режиме проверки (`eval()`).
    """

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator, dropout: float = 0.0) -> None:
        """Инициализация Хе из `rng`; `dropout` — вероятность обнуления."""
        self.rng, self.dropout, self.training = rng, dropout, True
        self.params: list[np.ndarray] = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            self.params += [rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out)]
        self.grads = [np.zeros_like(w) for w in self.params]
        self.cache: list[tuple[np.ndarray, np.ndarray]] = []

    def train(self) -> None:
        """Включает режим обучения."""
        self.training = True

    def eval(self) -> None:
        """Включает режим проверки."""
        self.training = False

    def zero_grad(self) -> None:
        """Заполняет градиенты нулями."""
        for grad in self.grads:
            grad.fill(0)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Логиты (B, N_out) для x формы (B, N_in)."""
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
        """Прибавляет градиенты к `grads`; `dout` — градиент потери по логитам последнего `forward`."""
        for i, (x, slope) in reversed(list(enumerate(self.cache))):
            dz = dout * slope
            self.grads[2 * i] += x.T @ dz
            self.grads[2 * i + 1] += dz.sum(axis=0)
            dout = dz @ self.params[2 * i].T


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Средняя кросс-энтропия логитов (B, C) и номеров классов y (B,) и её градиент по логитам. Дана."""
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
    """Обучает модель на месте; возвращает по одному числу на эпоху — среднюю потерю её объектов.

    Каждая эпоха переводит модель в режим обучения и один раз проходит все объекты мини-батчами, перемешанными
    с помощью `rng`. На каждый батч — один шаг: `optimizer.step` получает `model.params` и градиент средней
    кросс-энтропии только этого батча (`backward` прибавляет к содержимому `model.grads`, а оно не обязано
    быть нулевым).
    Потеря объекта — та, что вычислена до шага его батча; потеря эпохи — среднее по всем N объектам, какого бы
    размера ни были их батчи.
    x: (N, N_in), y: (N,) — номера классов; они не меняются. Возвращает список из `epochs` чисел float.
    """
    # обычный цикл обучения
    history = []
    for epoch in range(epochs):
        model.train()
        sum_loss, seen = 0.0, 0
        for bx, by in minibatches(x, y, batch_size, rng, shuffle=True):
            model.zero_grad()
            logits = model.forward(bx)
            loss, grad = cross_entropy(logits, by)
            model.backward(grad)
            optimizer.step(model.params, model.grads)
            # последний батч может быть меньше, поэтому взвешиваем
            sum_loss += loss * bx.shape[0]
            seen += bx.shape[0]
        history.append(sum_loss / seen)
    return history


def evaluate(model: MLP, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Средняя кросс-энтропия и доля верных ответов (от 0 до 1) модели в режиме проверки.

    Ничего не обучается: параметры и градиенты не меняются, модель остаётся в том режиме, в котором пришла.
    x: (N, N_in), y: (N,) — номера классов. Возвращает два числа float (loss, accuracy).
    """
    mode = model.training
    model.eval()
    z = model.forward(x)
    if mode:
        model.train()
    pred = np.argmax(z, axis=1)
    correct = 0
    for a, b in zip(pred, y):
        if a == b:
            correct += 1
    return cross_entropy(z, y)[0], correct / len(y)
