"""Домашнее задание 3. Оптимизаторы: мини-батчи, SGD, моментум, weight decay, Adam, AdamW и цикл обучения."""
import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    """Одна эпоха: выдаёт пары (x_batch, y_batch), в которых вместе каждый объект встречается ровно один раз."""
    inds = np.arange(x.shape[0])
    if shuffle:
        rng.shuffle(inds)
    start = 0
    while start < len(inds):
        cut = inds[start:start + batch_size]
        yield x[cut], y[cut]
        start += batch_size


class SGD:
    """Стохастический градиентный спуск с моментумом и weight decay, как torch.optim.SGD."""

    def __init__(self, lr=0.001, momentum=0.0, weight_decay=0.0):
        """Запоминает настройки и готовит состояние; то, что зависит от форм, создаётся на первом шаге."""
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.m = {}

    def step(self, params, grads):
        """Один шаг: обновляет каждый массив из params на месте; сама последовательность не меняется."""
        for i, (w, g) in enumerate(zip(params, grads)):
            d = g.copy()
            if self.weight_decay:
                d += self.weight_decay * w
            if self.momentum:
                if i in self.m:
                    self.m[i] = self.momentum * self.m[i] + d
                else:
                    self.m[i] = d
                d = self.m[i]
            w[...] = w - self.lr * d


class Adam:
    """Adam, как torch.optim.Adam."""

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-08):
        """Запоминает настройки и готовит состояние; то, что зависит от форм, создаётся на первом шаге."""
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params, grads):
        """Один шаг: обновляет массивы из params на месте; аргументы — как в SGD.step. Ничего не возвращает."""
        if self.m is None:
            self.m = [np.zeros_like(p) for p in params]
            self.v = [np.zeros_like(p) for p in params]
        # t увеличиваем один раз за шаг
        self.t += 1
        beta1, b2 = self.betas
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = beta1 * self.m[i] + (1 - beta1) * g
            self.v[i] = b2 * self.v[i] + (1 - b2) * g ** 2
            mh = self.m[i] / (1 - beta1 ** self.t)
            v_corr = self.v[i] / (1 - b2 ** self.t)
            p -= self.lr * mh / (np.sqrt(v_corr) + self.eps)


class AdamW(Adam):
    """Adam с отделённым weight decay, как torch.optim.AdamW."""

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01):
        """Состояние — как у Adam."""
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params, grads):
        """Один шаг: обновляет массивы из params на месте; аргументы — как в SGD.step. Ничего не возвращает."""
        # weight decay = L2-регуляризация, добавляем её к градиенту
        new_grads = []
        for i in range(len(grads)):
            new_grads.append(grads[i] + self.weight_decay * params[i])
        Adam.step(self, params, new_grads)


class MLP:
    """Многослойный перцептрон с ReLU и dropout. Дан целиком: здесь ничего писать не нужно."""

    def __init__(self, sizes, rng, dropout=0.0):
        """Инициализация Хе из `rng`; `dropout` — вероятность обнуления."""
        self.rng, self.dropout, self.training = (rng, dropout, True)
        self.params = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            self.params += [rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out)]
        self.grads = [np.zeros_like(w) for w in self.params]
        self.cache = []

    def train(self):
        """Включает режим обучения."""
        self.training = True

    def eval(self):
        """Включает режим проверки."""
        self.training = False

    def zero_grad(self):
        """Заполняет градиенты нулями."""
        for grad in self.grads:
            grad.fill(0)

    def forward(self, x):
        """Логиты (B, N_out) для x формы (B, N_in)."""
        self.cache = []
        last = len(self.params) - 2
        for i in range(0, len(self.params), 2):
            z = x @ self.params[i] + self.params[i + 1]
            slope = np.ones_like(z) if i == last else (z > 0).astype(z.dtype)
            if self.training and self.dropout > 0 and (i < last):
                slope *= (self.rng.random(z.shape) >= self.dropout) / (1 - self.dropout)
            self.cache.append((x, slope))
            x = z * slope
        return x

    def backward(self, dout):
        """Прибавляет градиенты к `grads`; `dout` — градиент потери по логитам последнего `forward`."""
        for i, (x, slope) in reversed(list(enumerate(self.cache))):
            dz = dout * slope
            self.grads[2 * i] += x.T @ dz
            self.grads[2 * i + 1] += dz.sum(axis=0)
            dout = dz @ self.params[2 * i].T


def cross_entropy(logits, y):
    """Средняя кросс-энтропия логитов (B, C) и номеров классов y (B,) и её градиент по логитам. Дана."""
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return (float(-log_p[rows, y].mean()), dlogits / len(y))


def train(model, optimizer, x, y, epochs, batch_size, rng):
    """Обучает модель на месте; возвращает по одному числу на эпоху — среднюю потерю её объектов."""
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


def evaluate(model, x, y):
    """Средняя кросс-энтропия и доля верных ответов (от 0 до 1) модели в режиме проверки."""
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
