"""Домашнее задание 1: от перцептрона до обратного распространения ошибки, на NumPy."""
import numpy as np


def perceptron_predict(x, w, b):
    """Метки (B,) объектов `x` (B, D) при весах `w` (D,) и сдвиге `b`."""
    s = x.dot(w) + b
    labels = np.ones(len(s), dtype=int)
    labels[s < 0] = -1
    return labels


def perceptron_fit(x, y, max_epochs):
    """Правило Розенблатта для объектов `x` (B, D) с метками `y` (B,) из {-1, +1}; возвращает (w, b,
    mistakes).
    """
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        bad = 0
        for x_i, lab in zip(x, y):
            if lab * (x_i @ w + b) <= 0:
                w += lab * x_i
                b += float(lab)
                bad += 1
        mistakes.append(bad)
        if bad == 0:
            break
    return w, b, mistakes


def sigmoid(z):
    """Логистическая функция 1 / (1 + exp(-z)) от каждого элемента; `z` любого размера, результат того же."""
    return 1 / (1 + np.exp(-z))


def sigmoid_backward(dout, out):
    """Градиент по `z`, где `out = sigmoid(z)` — ВЫХОД прямой функции."""
    return dout * out * (1 - out)


def tanh(z):
    """Гиперболический тангенс (exp(z) - exp(-z)) / (exp(z) + exp(-z)) от каждого элемента."""
    return np.tanh(z)


def tanh_backward(dout, out):
    """Градиент по `z`, где `out = tanh(z)` — ВЫХОД прямой функции."""
    return dout * (1 - out ** 2)


def relu(z):
    """max(z, 0) от каждого элемента, в новом массиве."""
    return z * (z > 0)


def relu_backward(dout, z):
    """Градиент по `z` — ВХОДУ прямой функции; производная в нуле равна 0 (не проверяется)."""
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz


def leaky_relu(z, negative_slope=0.01):
    """z там, где z > 0, и negative_slope · z в остальных местах, в новом массиве; наклон может
    быть и больше 1, и меньше 0.
    """
    res = z.copy()
    neg = z <= 0
    res[neg] = negative_slope * z[neg]
    return res


def leaky_relu_backward(dout, z, negative_slope=0.01):
    """Градиент по `z` — ВХОДУ прямой функции."""
    k = np.ones_like(z)
    k[z <= 0] = negative_slope
    return dout * k


def mse_loss(input, target):
    """Среднее (input - target)² по всем элементам; размеры одинаковы, одно или два измерения."""
    delta = input - target
    return float((delta * delta).sum() / delta.size)


def mse_loss_backward(input, target):
    """Градиент `mse_loss(input, target)` по `input`."""
    delta = input - target
    # среднее по всем элементам, поэтому делим на size, а не на len
    return delta * 2 / delta.size


def binary_cross_entropy_with_logits(input, target):
    """Среднее -[t ln σ(z) + (1 - t) ln(1 - σ(z))] по всем элементам."""
    # -t*log(s) - (1-t)*log(1-s), логарифмы через logaddexp
    ls = -np.logaddexp(0, -input)
    logq = -np.logaddexp(0, input)
    return float(-(target * ls + (1 - target) * logq).mean())


def binary_cross_entropy_with_logits_backward(input, target):
    """Градиент `binary_cross_entropy_with_logits(input, target)` по `input` (по логитам)."""
    p = sigmoid(input)
    return (p - target) * (1 / target.size)


def log_softmax(input):
    """Логарифм softmax в каждой строке: z_k - ln Σ_j exp(z_j) для каждой строки z массива `input` (B, C)."""
    m = np.max(input, axis=1)[:, None]
    lse = m + np.log(np.sum(np.exp(input - m), axis=1, keepdims=True))
    return input - lse


def cross_entropy(input, target):
    """Среднее по объектам величин -log_softmax(input)[i, target[i]]."""
    ls = log_softmax(input)
    return float(-ls[np.arange(len(target)), target].mean())


def cross_entropy_backward(input, target):
    """Градиент (B, C) функции `cross_entropy(input, target)` по `input` (по логитам)."""
    # p - y
    p = np.exp(log_softmax(input))
    Y = np.zeros_like(p)
    for i, k in enumerate(target):
        Y[i, k] = 1
    return (p - Y) / input.shape[0]


def linear_forward(x, w, b):
    """Полносвязный слой x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), результат (B, N_out)."""
    return np.dot(x, w) + b


def linear_backward(dout, x, w):
    """Градиенты (dx, dw, db) функции потерь, каждый размера своей переменной."""
    return np.dot(dout, w.T), np.dot(x.T, dout), np.sum(dout, axis=0)


def activation(name):
    """Дано: функции `forward(z)` и `backward(dout, z, out)` для активации с таким именем."""
    table = {
        "sigmoid": (sigmoid, lambda dout, z, out: sigmoid_backward(dout, out)),
        "tanh": (tanh, lambda dout, z, out: tanh_backward(dout, out)),
        "relu": (relu, lambda dout, z, out: relu_backward(dout, z)),
        "leaky_relu": (leaky_relu, lambda dout, z, out: leaky_relu_backward(dout, z)),
    }
    return table[name]


class MLP:
    """Полносвязная сеть любой глубины; `sizes` — ширина входа, скрытых слоёв и выхода."""

    def __init__(self, sizes, activation, rng):
        """Дано: случайные веса, нулевые сдвиги; `activation` — "sigmoid", "tanh", "relu" или "leaky_relu"."""
        shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.activation = activation
        self.weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in shapes]
        self.biases = [np.zeros(shape[1]) for shape in shapes]
        self.dweights = []
        self.dbiases = []

    def forward(self, x):
        """Выход (B, sizes[-1]) для объектов `x` (B, sizes[0]); запоминает то, что понадобится в `backward`."""
        # запоминаем всё, что понадобится назад
        act, _ = activation(self.activation)
        self._inputs, self._z, self._outs = [], [], []
        L = len(self.weights)
        for l in range(L):
            self._inputs.append(x)
            z = linear_forward(x, self.weights[l], self.biases[l])
            out = act(z) if l < L - 1 else z
            self._z.append(z)
            self._outs.append(out)
            x = out
        return x

    def backward(self, dout):
        """Градиент (B, sizes[0]) по `x` последнего вызова `forward`."""
        _, dact = activation(self.activation)
        L = len(self.weights)
        self.dweights = [None] * L
        self.dbiases = [None] * L
        for l in range(L - 1, -1, -1):
            if l < L - 1:
                dout = dact(dout, self._z[l], self._outs[l])
            dout, self.dweights[l], self.dbiases[l] = linear_backward(dout, self._inputs[l], self.weights[l])
        return dout
