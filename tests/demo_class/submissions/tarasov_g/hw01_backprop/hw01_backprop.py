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
        err_count = 0
        for i in range(n):
            # объект классифицирован неверно (или лежит на границе)
            if y[i] * (np.dot(w, x[i]) + b) <= 0:
                w = (w + y[i] * x[i]).astype(x.dtype)
                b = b + float(y[i])
                err_count = err_count + 1
        mistakes_by_epoch.append(err_count)
        if not err_count:
            break
    return w, b, mistakes_by_epoch


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Логистическая функция 1 / (1 + exp(-z)) от каждого элемента; `z` любого размера, результат того же."""
    # аккуратно с экспонентой
    # через tanh: не переполняется
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = sigmoid(z)` — ВЫХОД прямой функции."""
    # s' = s(1-s)
    return dout * out * (1 - out)


def tanh(z: np.ndarray) -> np.ndarray:
    """Гиперболический тангенс (exp(z) - exp(-z)) / (exp(z) + exp(-z)) от каждого элемента."""
    res = np.tanh(z)
    return res


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = tanh(z)` — ВЫХОД прямой функции."""
    return dout * (1 - out ** 2)


def relu(z: np.ndarray) -> np.ndarray:
    """max(z, 0) от каждого элемента, в новом массиве."""
    return z * (z > 0)


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Градиент по `z` — ВХОДУ прямой функции; производная в нуле равна 0 (не проверяется)."""
    # в нуле считаем 0
    return dout * (z > 0)


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
    return np.where(z > 0, dout, negative_slope * dout)


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее (input - target)² по всем элементам; размеры одинаковы, одно или два измерения."""
    err = input - target
    return float((err * err).sum() / err.size)


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `mse_loss(input, target)` по `input`."""
    err = input - target
    # среднее по всем элементам, поэтому делим на size, а не на len
    return err * 2 / err.size


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее -[t ln σ(z) + (1 - t) ln(1 - σ(z))] по всем элементам."""
    return float(np.mean(np.maximum(input, 0) - input * target + np.log1p(np.exp(-np.abs(input)))))


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `binary_cross_entropy_with_logits(input, target)` по `input` (по логитам)."""
    p = sigmoid(input)
    return (p - target) * (1 / target.size)


# проверка
test_z = np.array([[1.0, 2.0, -3.0], [0.5, -0.1, 0.2]])
print(softmax(test_z).sum(axis=1))


def log_softmax(input: np.ndarray) -> np.ndarray:
    """Логарифм softmax в каждой строке: z_k - ln Σ_j exp(z_j) для каждой строки z массива `input` (B, C)."""
    zmax = input.max(axis=1, keepdims=True)
    stable = input - zmax
    return stable - np.log(np.exp(stable).sum(axis=1, keepdims=True))


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее по объектам величин -log_softmax(input)[i, target[i]]."""
    log_probs = log_softmax(input)
    return float(-log_probs[np.arange(len(target)), target].mean())


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент (B, C) функции `cross_entropy(input, target)` по `input` (по логитам)."""
    # p - y
    p = np.exp(log_softmax(input))
    p[np.arange(len(target)), target] -= 1
    return p / len(target)


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Полносвязный слой x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), результат (B, N_out)."""
    return np.dot(x, w) + b


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Градиенты (dx, dw, db) функции потерь, каждый размера своей переменной."""
    # размеры: (B, in), (in, out), (out,)
    dx = dout @ w.T
    dW = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dW, db


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
        df = activation(self.activation)[1]
        dws, dbs = [], []
        gr = dout
        for i in reversed(range(len(self.weights))):
            c = self.cache[i]
            if i != len(self.weights) - 1:
                gr = df(gr, c["z"], c["a"])
            gr, dW, db = linear_backward(gr, c["x"], self.weights[i])
            dws.append(dW)
            dbs.append(db)
        self.dweights = dws[::-1]
        self.dbiases = dbs[::-1]
        return gr
