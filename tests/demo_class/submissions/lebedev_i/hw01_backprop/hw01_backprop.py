# -*- coding: utf-8 -*-
"""Домашнее задание 1: от перцептрона до обратного распространения ошибки, на NumPy."""

from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Метки (B,) объектов `x` (B, D) при весах `w` (D,) и сдвиге `b`."""
    scores = np.dot(x, w) + b
    # np.sign не подходит: в нуле он даёт 0
    res = []
    for s in scores:
        if s >= 0:
            res.append(1)
        else:
            res.append(-1)
    return np.array(res)


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    """Правило Розенблатта для объектов `x` (B, D) с метками `y` (B,) из {-1, +1}; возвращает (w, b,
    mistakes).
    """
    # TODO: попробовать на своих данных
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        err_count = 0
        for x_i, lab in zip(x, y):
            if lab * (x_i @ w + b) <= 0:
                w += lab * x_i
                b += float(lab)
                err_count += 1
        mistakes.append(err_count)
        if err_count == 0:
            break
    return w, b, mistakes


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Логистическая функция 1 / (1 + exp(-z)) от каждого элемента; `z` любого размера, результат того же."""
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    t = np.exp(z[~pos])
    out[~pos] = t / (1 + t)
    return out


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = sigmoid(z)` — ВЫХОД прямой функции."""
    gr = out * (1 - out)
    return dout * gr


def tanh(z: np.ndarray) -> np.ndarray:
    """Гиперболический тангенс (exp(z) - exp(-z)) / (exp(z) + exp(-z)) от каждого элемента."""
    # tanh(z) = 2 * sigmoid(2z) - 1
    return 2 * sigmoid(2 * z) - 1


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
    r = (input - target).ravel()
    return float(np.dot(r, r)) / len(r)


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
    return input - np.logaddexp.reduce(input, axis=1, keepdims=True)


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее по объектам величин -log_softmax(input)[i, target[i]]."""
    lp = log_softmax(input)
    return float(-lp[np.arange(len(target)), target].mean())


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент (B, C) функции `cross_entropy(input, target)` по `input` (по логитам)."""
    # p - y
    p = np.exp(log_softmax(input))
    p[np.arange(len(target)), target] -= 1
    return p / len(target)


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Полносвязный слой x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), результат (B, N_out)."""
    z = x.dot(w)
    z += b
    return z


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
        act = activation(self.activation)[0]
        self.zs = []
        self.activations = [x]
        *hidden, last = list(zip(self.weights, self.biases))
        for w, b in hidden:
            self.zs.append(linear_forward(self.activations[-1], w, b))
            self.activations.append(act(self.zs[-1]))
        return linear_forward(self.activations[-1], last[0], last[1])

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Градиент (B, sizes[0]) по `x` последнего вызова `forward`."""
        dact = activation(self.activation)[1]
        dx, dw, grad_b = linear_backward(dout, self.activations[-1], self.weights[-1])
        self.dweights, self.dbiases = [dw], [grad_b]
        for l in range(len(self.zs) - 1, -1, -1):
            dz = dact(dx, self.zs[l], self.activations[l + 1])
            dx, dw, grad_b = linear_backward(dz, self.activations[l], self.weights[l])
            self.dweights.insert(0, dw)
            self.dbiases.insert(0, grad_b)
        return dx


if __name__ == "__main__":
    # quick sanity check against finite differences
    rng = np.random.default_rng(0)
    net = MLP([4, 6, 3], "tanh", rng)
    x = rng.standard_normal((5, 4))
    t = np.array([0, 2, 1, 1, 0])
    net.backward(cross_entropy_backward(net.forward(x), t))
    h = 1e-6
    net.weights[0][1, 2] += h
    up = cross_entropy(net.forward(x), t)
    net.weights[0][1, 2] -= 2 * h
    down = cross_entropy(net.forward(x), t)
    print((up - down) / (2 * h), net.dweights[0][1, 2])
