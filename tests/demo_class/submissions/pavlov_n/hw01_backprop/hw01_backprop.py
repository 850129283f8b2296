from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return 2 * ((x @ w + b) >= 0).astype(int) - 1


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        k = 0
        for i in range(x.shape[0]):
            # ошибка - когда знаки разные
            if y[i] * (x[i] @ w + b) < 0:
                w = w + y[i] * x[i]
                b = b + y[i]
                k += 1
        mistakes.append(k)
        if k == 0:
            break
    return w, b, mistakes


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    # аккуратно с экспонентой
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    t = np.exp(z[~pos])
    out[~pos] = t / (1 + t)
    return out


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    # s' = s(1-s)
    return dout * out * (1 - out)


def tanh(z: np.ndarray) -> np.ndarray:
    return np.tanh(z)


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    return dout * (1 - out ** 2)


def relu(z: np.ndarray) -> np.ndarray:
    return z * (z > 0)


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    mask = (z > 0).astype(dout.dtype)
    return mask * dout


def leaky_relu(z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    return np.where(z > 0, z, negative_slope * z)


def leaky_relu_backward(dout: np.ndarray, z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    return np.where(z > 0, dout, negative_slope * dout)


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    diff = (input - target).ravel()
    return float(np.dot(diff, diff)) / len(diff)


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    # производная квадрата
    return (input - target) / input.size


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    loss = np.logaddexp(0, input) - target * input
    return float(loss.sum() / loss.size)


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    p = sigmoid(input)
    return (p - target) * (1 / target.size)


def log_softmax(input: np.ndarray) -> np.ndarray:
    zmax = input.max(axis=1, keepdims=True)
    zs = input - zmax
    return zs - np.log(np.exp(zs).sum(axis=1, keepdims=True))


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    lp = log_softmax(input)
    summa = 0.0
    for i in range(len(target)):
        summa -= float(lp[i, target[i]])
    return summa / len(target)


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    n, c = input.shape
    onehot = np.eye(c, dtype=input.dtype)[target]
    return (np.exp(log_softmax(input)) - onehot) / n


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.dot(x, w) + b


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    dw = np.einsum("bi,bj->ij", x, dout)
    dB = np.einsum("bj->j", dout)
    dx = np.einsum("bj,ij->bi", dout, w)
    return dx, dw, dB


Forward = Callable[[np.ndarray], np.ndarray]
Backward = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def activation(name: str) -> tuple[Forward, Backward]:
    return {
        "sigmoid": (sigmoid, lambda dout, z, out: sigmoid_backward(dout, out)),
        "tanh": (tanh, lambda dout, z, out: tanh_backward(dout, out)),
        "relu": (relu, lambda dout, z, out: relu_backward(dout, z)),
        "leaky_relu": (leaky_relu, lambda dout, z, out: leaky_relu_backward(dout, z)),
    }[name]


class MLP:

    def __init__(self, sizes: Sequence[int], activation: str, rng: np.random.Generator) -> None:
        shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.activation = activation
        self.weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in shapes]
        self.biases = [np.zeros(shape[1]) for shape in shapes]
        self.dweights: list[np.ndarray] = []
        self.dbiases: list[np.ndarray] = []

    def forward(self, x: np.ndarray) -> np.ndarray:
        act = activation(self.activation)[0]
        self.zs = []
        self.activations = [x]
        *hidden, last = list(zip(self.weights, self.biases))
        for w, b in hidden:
            self.zs.append(linear_forward(self.activations[-1], w, b))
            self.activations.append(act(self.zs[-1]))
        return linear_forward(self.activations[-1], last[0], last[1])

    def backward(self, dout: np.ndarray) -> np.ndarray:
        dact = activation(self.activation)[1]
        dx, dw, dB = linear_backward(dout, self.activations[-1], self.weights[-1])
        self.dweights, self.dbiases = [dw], [dB]
        for l in range(len(self.zs) - 1, -1, -1):
            dz = dact(dx, self.zs[l], self.activations[l + 1])
            dx, dw, dB = linear_backward(dz, self.activations[l], self.weights[l])
            self.dweights.insert(0, dw)
            self.dbiases.insert(0, dB)
        return dx
