"""Домашнее задание 1: от перцептрона до обратного распространения ошибки, на NumPy."""

from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Метки (B,) объектов `x` (B, D) при весах `w` (D,) и сдвиге `b`."""
    return np.where(x @ w + b >= 0, 1, -1)


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    """Правило Розенблатта для объектов `x` (B, D) с метками `y` (B,) из {-1, +1}; возвращает (w, b,
    mistakes).
    """
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        errs = 0
        for xi, y_i in zip(x, y):
            if y_i * (xi @ w + b) <= 0:
                w += y_i * xi
                b += float(y_i)
                errs += 1
        mistakes.append(errs)
        if errs == 0:
            break
    return w, b, mistakes


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Логистическая функция 1 / (1 + exp(-z)) от каждого элемента; `z` любого размера, результат того же."""
    # формула из лекции 1
    return np.exp(z) / (1 + np.exp(z))


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = sigmoid(z)` — ВЫХОД прямой функции."""
    return dout * out * (1 - out)


def tanh(z: np.ndarray) -> np.ndarray:
    """Гиперболический тангенс (exp(z) - exp(-z)) / (exp(z) + exp(-z)) от каждого элемента."""
    return np.tanh(z)


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = tanh(z)` — ВЫХОД прямой функции."""
    # производная тангенса: 1 - tanh^2
    return dout * (1 - np.tanh(out) ** 2)


def relu(z: np.ndarray) -> np.ndarray:
    """max(z, 0) от каждого элемента, в новом массиве."""
    return np.maximum(z, 0)


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Градиент по `z` — ВХОДУ прямой функции; производная в нуле равна 0 (не проверяется)."""
    return dout * (z > 0)


def leaky_relu(z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """z там, где z > 0, и negative_slope · z в остальных местах, в новом массиве; наклон может
    быть и больше 1, и меньше 0.
    """
    return np.where(z > 0, z, negative_slope * z)


def leaky_relu_backward(dout: np.ndarray, z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """Градиент по `z` — ВХОДУ прямой функции."""
    return np.where(z > 0, dout, negative_slope * dout)


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее (input - target)² по всем элементам; размеры одинаковы, одно или два измерения."""
    return float(np.mean((input - target) ** 2))


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `mse_loss(input, target)` по `input`."""
    return 2 * (input - target) / input.size


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее -[t ln σ(z) + (1 - t) ln(1 - σ(z))] по всем элементам."""
    return float(np.mean(np.maximum(input, 0) - input * target + np.log1p(np.exp(-np.abs(input)))))


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `binary_cross_entropy_with_logits(input, target)` по `input` (по логитам)."""
    return (sigmoid(input) - target) / input.size


def log_softmax(input: np.ndarray) -> np.ndarray:
    """Логарифм softmax в каждой строке: z_k - ln Σ_j exp(z_j) для каждой строки z массива `input` (B, C)."""
    # вычитаем максимум, иначе inf
    zmax = input.max(axis=1, keepdims=True)
    shifted = input - zmax
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее по объектам величин -log_softmax(input)[i, target[i]]."""
    lp = log_softmax(input)
    return float(-lp[np.arange(len(target)), target].mean())


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент (B, C) функции `cross_entropy(input, target)` по `input` (по логитам)."""
    p = np.exp(log_softmax(input))
    p[np.arange(len(target)), target] -= 1
    return p / len(target)


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Полносвязный слой x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), результат (B, N_out)."""
    return x @ w + b


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Градиенты (dx, dw, db) функции потерь, каждый размера своей переменной."""
    dx = dout @ w.T
    dw = x.T @ dout
    grad_b = dout.sum(axis=0)
    return dx, dw, grad_b


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

    def backward(self, dout: np.ndarray) -> np.ndarray:
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
