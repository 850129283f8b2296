"""Homework 1: from the perceptron to backpropagation, in NumPy."""

from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Labels (B,) of the samples `x` (B, D) for weights `w` (D,) and bias `b`."""
    return np.where(x @ w + b >= 0, 1, -1)


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    """Rosenblatt's rule for samples `x` (B, D) with labels `y` (B,) in {-1, +1}; returns (w, b, mistakes)."""
    # Rosenblatt's rule
    w = np.zeros(x.shape[1])
    b = 0.0
    mistakes = []
    # TODO: the loop over the epochs
    return w, b, mistakes


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Logistic function 1 / (1 + exp(-z)) of every element; `z` has any shape, the result has the same."""
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    t = np.exp(z[~pos])
    out[~pos] = t / (1 + t)
    return out


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Gradient with respect to `z`, where `out = sigmoid(z)` is the OUTPUT of the forward function."""
    grad = out * (1 - out)
    return dout * grad


def tanh(z: np.ndarray) -> np.ndarray:
    """Hyperbolic tangent (exp(z) - exp(-z)) / (exp(z) + exp(-z)) of every element."""
    return np.tanh(z)


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Gradient with respect to `z`, where `out = tanh(z)` is the OUTPUT of the forward function."""
    return dout * (1 - out ** 2)


def relu(z: np.ndarray) -> np.ndarray:
    """max(z, 0) of every element, in a new array."""
    return np.maximum(z, 0)


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Gradient with respect to `z`, the INPUT of the forward function; the derivative at 0 is 0 (not graded)."""
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    """Mean of (input - target)² over all elements; both have one shape, of one or two dimensions."""
    resid = (input - target).ravel()
    return float(np.dot(resid, resid)) / len(resid)


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Gradient of `mse_loss(input, target)` with respect to `input`."""
    n = input.size
    return (2 / n) * (input - target)


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    """Mean of -[t ln σ(z) + (1 - t) ln(1 - σ(z))] over all elements."""
    return float(np.mean(np.maximum(input, 0) - input * target + np.log1p(np.exp(-np.abs(input)))))


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Gradient of `binary_cross_entropy_with_logits(input, target)` with respect to `input` (the logits)."""
    return (sigmoid(input) - target) / input.size


def log_softmax(input: np.ndarray) -> np.ndarray:
    """Logarithm of softmax, row by row: z_k - ln Σ_j exp(z_j) for each row z of `input` (B, C)."""
    # log-sum-exp trick
    m = np.max(input, axis=1)[:, None]
    lse = m + np.log(np.sum(np.exp(input - m), axis=1, keepdims=True))
    return input - lse


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    """Mean over the samples of -log_softmax(input)[i, target[i]]."""
    logp = log_softmax(input)
    total = 0.0
    for i in range(len(target)):
        total -= float(logp[i, target[i]])
    return total / len(target)


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Gradient (B, C) of `cross_entropy(input, target)` with respect to `input` (the logits)."""
    p = np.exp(log_softmax(input))
    Y = np.zeros_like(p)
    for i, k in enumerate(target):
        Y[i, k] = 1
    return (p - Y) / input.shape[0]


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Fully connected layer x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), result (B, N_out)."""
    return np.dot(x, w) + b


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients (dx, dw, db) of the loss, each of the shape of its variable."""
    return np.dot(dout, w.T), np.dot(x.T, dout), np.sum(dout, axis=0)


Forward = Callable[[np.ndarray], np.ndarray]
Backward = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def activation(name: str) -> tuple[Forward, Backward]:
    """Given: the functions `forward(z)` and `backward(dout, z, out)` of the activation of that name."""
    return {
        "sigmoid": (sigmoid, lambda dout, z, out: sigmoid_backward(dout, out)),
        "tanh": (tanh, lambda dout, z, out: tanh_backward(dout, out)),
        "relu": (relu, lambda dout, z, out: relu_backward(dout, z)),
    }[name]


class MLP:
    """Fully connected network of any depth; `sizes` are the widths of input, hidden layers and output."""

    def __init__(self, sizes: Sequence[int], activation: str, rng: np.random.Generator) -> None:
        """Given: random weights, zero biases; `activation` is "sigmoid", "tanh", "relu" or "leaky_relu"."""
        shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.activation = activation
        self.weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in shapes]
        self.biases = [np.zeros(shape[1]) for shape in shapes]
        self.dweights: list[np.ndarray] = []
        self.dbiases: list[np.ndarray] = []

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Output (B, sizes[-1]) for the samples `x` (B, sizes[0]); keeps what `backward` will need."""
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
        """Gradient (B, sizes[0]) with respect to the `x` of the latest `forward`."""
        # chain rule, last layer first
        _, dact = activation(self.activation)
        L = len(self.weights)
        self.dweights = [None] * L
        self.dbiases = [None] * L
        for l in range(L - 1, -1, -1):
            if l < L - 1:
                dout = dact(dout, self._z[l], self._outs[l])
            dout, self.dweights[l], self.dbiases[l] = linear_backward(dout, self._inputs[l], self.weights[l])
        return dout
