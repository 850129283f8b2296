# Киселёва Наталья, 322 группа. Писала в Блокноте
"""Домашнее задание 1: от перцептрона до обратного распространения ошибки, на NumPy."""

from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Метки (B,) объектов `x` (B, D) при весах `w` (D,) и сдвиге `b`."""
    s = x.dot(w) + b
    labels = np.ones(len(s), dtype=int)
    labels[s < 0] = -1
    return labels


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    """Правило Розенблатта для объектов `x` (B, D) с метками `y` (B,) из {-1, +1}; возвращает (w, b,
    mistakes).
    """
    # правило Розенблатта
    n, d = x.shape
    w = np.zeros(d).astype(x.dtype)
    b = 0.0
    mistakes_by_epoch = []
    while len(mistakes_by_epoch) < max_epochs:
        n_err = 0
        for i in range(n):
            # объект классифицирован неверно (или лежит на границе)
            if y[i] * (np.dot(w, x[i]) + b) <= 0:
                w = (w + y[i] * x[i]).astype(x.dtype)
                b = b + float(y[i])
                n_err = n_err + 1
        mistakes_by_epoch.append(n_err)
        if not n_err:
            break
    return w, b, mistakes_by_epoch


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Логистическая функция 1 / (1 + exp(-z)) от каждого элемента; `z` любого размера, результат того же."""
    # формула из лекции 1
    # через tanh: не переполняется
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = sigmoid(z)` — ВЫХОД прямой функции."""
    # out уже сигмоида
    ds = out - out ** 2
    return ds * dout


def tanh(z: np.ndarray) -> np.ndarray:
    """Гиперболический тангенс (exp(z) - exp(-z)) / (exp(z) + exp(-z)) от каждого элемента."""
    res = np.tanh(z)
    return res


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = tanh(z)` — ВЫХОД прямой функции."""
    return dout - dout * out * out


def relu(z: np.ndarray) -> np.ndarray:
    """max(z, 0) от каждого элемента, в новом массиве."""
    return z * (z > 0)


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Градиент по `z` — ВХОДУ прямой функции; производная в нуле равна 0 (не проверяется)."""
    # в нуле считаем 0
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz


def leaky_relu(z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """z там, где z > 0, и negative_slope · z в остальных местах, в новом массиве; наклон может
    быть и больше 1, и меньше 0.
    """
    res = z.copy()
    neg = z <= 0
    res[neg] = negative_slope * z[neg]
    return res


def leaky_relu_backward(dout: np.ndarray, z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """Градиент по `z` — ВХОДУ прямой функции."""
    k = np.ones_like(z)
    k[z <= 0] = negative_slope
    return dout * k


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее (input - target)- по всем элементам; размеры одинаковы, одно или два измерения."""
    r = input - target
    return float((r * r).sum() / r.size)


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `mse_loss(input, target)` по `input`."""
    # производная квадрата
    r = input - target
    # среднее по всем элементам, поэтому делим на size, а не на len
    return r * 2 / r.size


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее -[t ln -(z) + (1 - t) ln(1 - -(z))] по всем элементам."""
    # -t*log(s) - (1-t)*log(1-s), логарифмы через logaddexp
    log_p = -np.logaddexp(0, -input)
    logq = -np.logaddexp(0, input)
    return float(-(target * log_p + (1 - target) * logq).mean())


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `binary_cross_entropy_with_logits(input, target)` по `input` (по логитам)."""
    p = sigmoid(input)
    return (p - target) * (1 / target.size)


def log_softmax(input: np.ndarray) -> np.ndarray:
    """Логарифм softmax в каждой строке: z_k - ln -_j exp(z_j) для каждой строки z массива `input` (B, C)."""
    # по строкам!
    m = np.max(input, axis=1)[:, None]
    lse = m + np.log(np.sum(np.exp(input - m), axis=1, keepdims=True))
    return input - lse


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее по объектам величин -log_softmax(input)[i, target[i]]."""
    log_p = log_softmax(input)
    acc = 0.0
    for i in range(len(target)):
        acc -= float(log_p[i, target[i]])
    return acc / len(target)


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент (B, C) функции `cross_entropy(input, target)` по `input` (по логитам)."""
    # выводили на семинаре
    p = np.exp(log_softmax(input))
    onehot = np.zeros_like(p)
    for i, k in enumerate(target):
        onehot[i, k] = 1
    return (p - onehot) / input.shape[0]


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Полносвязный слой x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), результат (B, N_out)."""
    return np.dot(x, w) + b


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Градиенты (dx, dw, db) функции потерь, каждый размера своей переменной."""
    # см. лекцию 1
    return np.dot(dout, w.T), np.dot(x.T, dout), np.sum(dout, axis=0)


Forward = Callable[[np.ndarray], np.ndarray]
Backward = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def activation(name: str) -> tuple[Forward, Backward]:
    """Дано: функции `forward(z)` и `backward(dout, z, out)` для активации с таким именем."""
    return {
        "sigmoid": (sigmoid, lambda dout, z, out: sigmoid_backward(dout, out)),
        "tanh": (tanh, lambda dout, z, out: tanh_backward(dout, out)),
        "relu": (relu, lambda dout, z, out: relu_backward(dout, z)),
        "leaky_relu": (leaky_relu, lambda dout, z, out: leaky_relu_backward(dout, z)),
    }[name]


class MLP:
    """Полносвязная сеть любой глубины; `sizes` — ширина входа, скрытых слоёв и выхода."""

    def __init__(self, sizes: Sequence[int], activation: str, rng: np.random.Generator) -> None:
        """Дано: случайные веса, нулевые сдвиги; `activation` — "sigmoid", "tanh", "relu" или "leaky_relu"."""
        shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.activation = activation
        self.weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in shapes]
        self.biases = [np.zeros(shape[1]) for shape in shapes]
        self.dweights: list[np.ndarray] = []
        self.dbiases: list[np.ndarray] = []

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Выход (B, sizes[-1]) для объектов `x` (B, sizes[0]); запоминает то, что понадобится в `backward`."""
        # запоминаем всё, что понадобится назад
        f = activation(self.activation)[0]
        self.cache = []
        h = x
        for i in range(len(self.weights)):
            z = linear_forward(h, self.weights[i], self.biases[i])
            # после последнего слоя активации нет
            if i == len(self.weights) - 1:
                a = z
            else:
                a = f(z)
            self.cache.append({"x": h, "z": z, "a": a})
            h = a
        return h

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Градиент (B, sizes[0]) по `x` последнего вызова `forward`."""
        # цепное правило
        df = activation(self.activation)[1]
        dws, dbs = [], []
        upstream = dout
        for i in reversed(range(len(self.weights))):
            c = self.cache[i]
            if i != len(self.weights) - 1:
                upstream = df(upstream, c["z"], c["a"])
            upstream, grad_w, grad_b = linear_backward(upstream, c["x"], self.weights[i])
            dws.append(grad_w)
            dbs.append(grad_b)
        self.dweights = dws[::-1]
        self.dbiases = dbs[::-1]
        return upstream
