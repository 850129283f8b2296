from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    s = x.dot(w) + b
    labels = np.ones(len(s), dtype=int)
    labels[s < 0] = -1
    return labels


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        wrong = 0
        for x_i, lab in zip(x, y):
            if lab * (x_i @ w + b) <= 0:
                w += lab * x_i
                b += float(lab)
                wrong += 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    # через tanh: не переполняется
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    gr = out * (1 - out)
    return dout * gr


def tanh(z: np.ndarray) -> np.ndarray:
    res = np.tanh(z)
    return res


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    dt = (1 - out) * (1 + out)
    return dout * dt


def relu(z: np.ndarray) -> np.ndarray:
    return z * (z > 0)


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    mask = (z > 0).astype(dout.dtype)
    return mask * dout


def leaky_relu(z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    res = z.copy()
    neg = z <= 0
    res[neg] = negative_slope * z[neg]
    return res


def leaky_relu_backward(dout: np.ndarray, z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    pos = z > 0
    return dout * pos + negative_slope * dout * (~pos)


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    resid = (input - target).ravel()
    return float(np.dot(resid, resid)) / len(resid)


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    return 2 * (input - target) / input.size


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    # -t*log(s) - (1-t)*log(1-s), логарифмы через logaddexp
    log_probs = -np.logaddexp(0, -input)
    logq = -np.logaddexp(0, input)
    return float(-(target * log_probs + (1 - target) * logq).mean())


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    return (sigmoid(input) - target) / input.size


def log_softmax(input: np.ndarray) -> np.ndarray:
    zmax = input.max(axis=1, keepdims=True)
    shifted = input - zmax
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    log_probs = log_softmax(input)
    return float(-log_probs[np.arange(len(target)), target].mean())


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    p = np.exp(log_softmax(input))
    one_hot = np.zeros_like(p)
    for i, k in enumerate(target):
        one_hot[i, k] = 1
    return (p - one_hot) / input.shape[0]


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray
    return np.dot(x, w) + b


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    dW = np.einsum("bi,bj->ij", x, dout)
    dB = np.einsum("bj->j", dout)
    dx = np.einsum("bj,ij->bi", dout, w)
    return dx, dW, dB


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
        # запоминаем всё, что понадобится назад
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
        dx, dW, dB = linear_backward(dout, self.activations[-1], self.weights[-1])
        self.dweights, self.dbiases = [dW], [dB]
        for l in range(len(self.zs) - 1, -1, -1):
            dz = dact(dx, self.zs[l], self.activations[l + 1])
            dx, dW, dB = linear_backward(dz, self.activations[l], self.weights[l])
            self.dweights.insert(0, dW)
            self.dbiases.insert(0, dB)
        return dx
