"""Einstein sums for the products, masks for the branches, and explicit Jacobians where they are short."""

from __future__ import annotations

import numpy as np
from numpy import einsum


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    score = einsum("bd,d->b", x, w) + b
    labels = np.ones(len(x), dtype=int)
    labels[score < 0] = -1
    return labels


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int):
    # The bias is the weight of one more feature that is always 1.
    ones = np.ones((len(x), 1), dtype=x.dtype)
    extended = np.hstack([x, ones])
    signed = extended * y[:, None].astype(x.dtype)
    theta = np.zeros(extended.shape[1], dtype=x.dtype)
    history = []
    for _ in range(max_epochs):
        count = 0
        for row in signed:
            if einsum("d,d", row, theta) <= 0:
                theta = theta + row
                count += 1
        history.append(count)
        if not count:
            break
    return theta[:-1], theta[-1], history


def sigmoid(z):
    positive = z >= 0
    out = np.empty_like(z)
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


def sigmoid_backward(dout, out):
    return np.multiply(dout, np.multiply(out, np.subtract(1, out)))


def tanh(z):
    return 2 * sigmoid(2 * z) - 1


def tanh_backward(dout, out):
    return dout - dout * np.square(out)


def relu(z):
    out = z.copy()
    out[out < 0] = 0
    return out


def relu_backward(dout, z):
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz


def leaky_relu(z, negative_slope=0.01):
    out = z.copy()
    out[z < 0] *= negative_slope
    return out


def leaky_relu_backward(dout, z, negative_slope=0.01):
    dz = np.array(dout)
    dz[z < 0] *= negative_slope
    return dz


def mse_loss(input, target):
    difference = (input - target).ravel()
    return einsum("i,i", difference, difference) / difference.size


def mse_loss_backward(input, target):
    return (input - target) * 2.0 / np.prod(input.shape).item()


def binary_cross_entropy_with_logits(input, target):
    # -ln sigmoid(s) = ln(1 + exp(-s)); a fractional target mixes the two classes
    return np.average(target * np.logaddexp(0, -input) + (1 - target) * np.logaddexp(0, input))


def binary_cross_entropy_with_logits_backward(input, target):
    return (1 - target) * sigmoid(input) / input.size - target * sigmoid(-input) / input.size


def one_hot(target, like):
    hot = np.zeros_like(like)
    hot[np.arange(target.size), target] = 1
    return hot


def log_softmax(input):
    top = input.max(axis=-1)
    rest = np.log(einsum("bc->b", np.exp(input - top[:, None])))
    return input - (top + rest)[:, None]


def cross_entropy(input, target):
    return -einsum("bc,bc->", log_softmax(input), one_hot(target, input)) / len(input)


def cross_entropy_backward(input, target):
    weights = -one_hot(target, input) / len(input)  # gradient with respect to log_softmax
    probabilities = np.exp(log_softmax(input))
    return weights - probabilities * einsum("bc->b", weights)[:, None]


def linear_forward(x, w, b):
    return einsum("bi,io->bo", x, w) + b[None, :]


def linear_backward(dout, x, w):
    return einsum("bo,io->bi", dout, w), einsum("bi,bo->io", x, dout), einsum("bo->o", dout)


class MLP:
    def __init__(self, sizes, activation, rng):
        self.activation = activation
        self.weights = [rng.normal(0, i**-0.5, (i, o)) for i, o in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros(o) for o in sizes[1:]]

    def _activate(self, z):
        return {"sigmoid": sigmoid, "tanh": tanh, "relu": relu, "leaky_relu": leaky_relu}[self.activation](z)

    def _slope(self, z):
        """Derivative of the activation at z."""
        one = np.ones_like(z)
        if self.activation in ("sigmoid", "tanh"):
            backward = sigmoid_backward if self.activation == "sigmoid" else tanh_backward
            return backward(one, self._activate(z))
        return (relu_backward if self.activation == "relu" else leaky_relu_backward)(one, z)

    def forward(self, x):
        self.inputs = [x]
        self.slopes = []
        for w, b in zip(self.weights[:-1], self.biases[:-1]):
            z = linear_forward(self.inputs[-1], w, b)
            self.slopes.append(self._slope(z))
            self.inputs.append(self._activate(z))
        return linear_forward(self.inputs[-1], self.weights[-1], self.biases[-1])

    def backward(self, dout):
        deltas = [dout]
        for w, slope in zip(self.weights[:0:-1], self.slopes[::-1]):
            deltas.append(einsum("bo,io,bi->bi", deltas[-1], w, slope))
        deltas.reverse()
        self.dweights = [einsum("bi,bo->io", x, delta) for x, delta in zip(self.inputs, deltas)]
        self.dbiases = [einsum("bo->o", delta) for delta in deltas]
        return einsum("bo,io->bi", deltas[0], self.weights[0])
