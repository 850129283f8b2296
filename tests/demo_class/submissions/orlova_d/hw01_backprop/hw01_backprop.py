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
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        bad = 0
        for sample, yi in zip(x, y):
            if yi * (sample @ w + b) <= 0:
                w += yi * sample
                b += float(yi)
                bad += 1
        mistakes.append(bad)
        if bad == 0:
            break
    return w, b, mistakes


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Логистическая функция 1 / (1 + exp(-z)) от каждого элемента; `z` любого размера, результат того же."""
    ex = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + ex), ex / (1 + ex))


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = sigmoid(z)` — ВЫХОД прямой функции."""
    # s' = s(1-s)
    upstream = out * (1 - out)
    return dout * upstream


def tanh(z: np.ndarray) -> np.ndarray:
    """Гиперболический тангенс (exp(z) - exp(-z)) / (exp(z) + exp(-z)) от каждого элемента."""
    return np.tanh(z)


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = tanh(z)` — ВЫХОД прямой функции."""
    dt = (1 - out) * (1 + out)
    return dout * dt


def relu(z: np.ndarray) -> np.ndarray:
    """max(z, 0) от каждого элемента, в новом массиве."""
    res = z.copy()
    res[res < 0] = 0
    return res


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Градиент по `z` — ВХОДУ прямой функции; производная в нуле равна 0 (не проверяется)."""
    M = (z > 0).astype(dout.dtype)
    return M * dout


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
    pos = z > 0
    return dout * pos + negative_slope * dout * (~pos)


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее (input - target)² по всем элементам; размеры одинаковы, одно или два измерения."""
    resid = input - target
    return float((resid * resid).sum() / resid.size)


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `mse_loss(input, target)` по `input`."""
    n = input.size
    return (2 / n) * (input - target)


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее -[t ln σ(z) + (1 - t) ln(1 - σ(z))] по всем элементам."""
    raise NotImplementedError


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `binary_cross_entropy_with_logits(input, target)` по `input` (по логитам)."""
    raise NotImplementedError


def log_softmax(input: np.ndarray) -> np.ndarray:
    """Логарифм softmax в каждой строке: z_k - ln Σ_j exp(z_j) для каждой строки z массива `input` (B, C)."""
    raise NotImplementedError


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее по объектам величин -log_softmax(input)[i, target[i]]."""
    raise NotImplementedError


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент (B, C) функции `cross_entropy(input, target)` по `input` (по логитам)."""
    raise NotImplementedError


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Полносвязный слой x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), результат (B, N_out)."""
    return x @ w + b


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Градиенты (dx, dw, db) функции потерь, каждый размера своей переменной."""
    raise NotImplementedError


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
        raise NotImplementedError

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Градиент (B, sizes[0]) по `x` последнего вызова `forward`."""
        raise NotImplementedError
