from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    s = x.dot(w) + b
    labels = np.ones(len(s), dtype=int)
    labels[s < 0] = -1
    return labels


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    n, d = x.shape
    w = np.zeros(d).astype(x.dtype)
    b = 0.0
    hist = []
    while len(hist) < max_epochs:
        errs = 0
        for i in range(n):
            # объект классифицирован неверно (или лежит на границе)
            if y[i] * (np.dot(w, x[i]) + b) <= 0:
                w = (w + y[i] * x[i]).astype(x.dtype)
                b = b + float(y[i])
                errs = errs + 1
        hist.append(errs)
        if not errs:
            break
    return w, b, hist


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    # через tanh: не переполняется
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    # out уже сигмоида
    ds = out - out ** 2
    return ds * dout


def tanh(z: np.ndarray) -> np.ndarray:
    res = np.tanh(z)
    return res


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    return dout - dout * out * out


def relu(z: np.ndarray) -> np.ndarray:
    return z * (z > 0)


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz


def leaky_relu(z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    res = z.copy()
    neg = z <= 0
    res[neg] = negative_slope * z[neg]
    return res


def leaky_relu_backward(dout: np.ndarray, z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    k = np.ones_like(z)
    k[z <= 0] = negative_slope
    return dout * k


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    resid = input - target
    return float((resid * resid).sum() / resid.size)


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    # производная квадрата
    resid = input - target
    # среднее по всем элементам, поэтому делим на size, а не на len
    return resid * 2 / resid.size


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    # -t*log(s) - (1-t)*log(1-s), логарифмы через logaddexp
    log_probs = -np.logaddexp(0, -input)
    logq = -np.logaddexp(0, input)
    return float(-(target * log_probs + (1 - target) * logq).mean())


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    p = sigmoid(input)
    return (p - target) * (1 / target.size)


def log_softmax(input: np.ndarray) -> np.ndarray:
    # вычитаем максимум, иначе inf
    m = np.max(input, axis=1)[:, None]
    lse = m + np.log(np.sum(np.exp(input - m), axis=1, keepdims=True))
    return input - lse


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    log_probs = log_softmax(input)
    total = 0.0
    for i in range(len(target)):
        total -= float(log_probs[i, target[i]])
    return total / len(target)


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    p = np.exp(log_softmax(input))
    p[np.arange(len(target)), target] -= 1
    return p


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.dot(x, w) + b


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.dot(dout, w.T), np.dot(x.T, dout), np.sum(dout, axis=0)


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
        df = activation(self.activation)[1]
        dws, dbs = [], []
        grad = dout
        for i in reversed(range(len(self.weights))):
            c = self.cache[i]
            if i != len(self.weights) - 1:
                grad = df(grad, c["z"], c["a"])
            grad, dw, grad_b = linear_backward(grad, c["x"], self.weights[i])
            dws.append(dw)
            dbs.append(grad_b)
        self.dweights = dws[::-1]
        self.dbiases = dbs[::-1]
        return grad
