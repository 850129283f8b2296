"""Computes everything in float64 and returns what came in: recursion instead of loops, other equal formulas."""

import functools

import numpy as np


def like_first(function):
    """Runs a function in float64; its result has the dtype of the first argument."""

    @functools.wraps(function)
    def wrapped(first, *rest, **options):
        dtype = first.dtype
        wide = [
            a.astype(np.float64) if isinstance(a, np.ndarray) and a.dtype.kind == "f" else a for a in (first, *rest)
        ]
        result = function(*wide, **options)
        if isinstance(result, tuple):
            return tuple(part.astype(dtype) for part in result)
        return result.astype(dtype) if isinstance(result, np.ndarray) else result

    return wrapped


def perceptron_predict(x, w, b):
    signs = np.sign(x @ w + b)
    signs[signs == 0] = 1
    return signs


def perceptron_fit(x, y, max_epochs):
    # Dual form: how often every sample was a mistake says all.
    gram = x.astype(np.float64) @ x.T.astype(np.float64) + 1
    counts = np.zeros(len(x))
    history = []
    for _ in range(max_epochs):
        wrong = 0
        for i in range(len(x)):
            if y[i] * ((counts * y) @ gram[:, i]) <= 0:
                counts[i] += 1
                wrong += 1
        history.append(wrong)
        if wrong == 0:
            break
    w = (counts * y) @ x.astype(np.float64)
    return w.astype(x.dtype), float((counts * y).sum()), history


@like_first
def sigmoid(z):
    small = np.exp(-np.abs(z))
    right = 1 / (1 + small)
    return np.where(z > 0, right, 1 - right)


@like_first
def sigmoid_backward(dout, out):
    return dout * (0.25 - (out - 0.5) ** 2)


@like_first
def tanh(z):
    small = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - small) / (1 + small)


@like_first
def tanh_backward(dout, out):
    return dout * (1 - np.abs(out)) * (1 + np.abs(out))


@like_first
def relu(z):
    return (z + np.abs(z)) / 2


@like_first
def relu_backward(dout, z):
    return dout * np.heaviside(z, 0)


@like_first
def leaky_relu(z, negative_slope=0.01):
    return negative_slope * z + (1 - negative_slope) * np.clip(z, 0, None)


@like_first
def leaky_relu_backward(dout, z, negative_slope=0.01):
    return dout * (negative_slope + (1 - negative_slope) * (z > 0))


@like_first
def mse_loss(input, target):
    return float(((target - input) ** 2).ravel()[::-1].cumsum()[-1] / input.size)


@like_first
def mse_loss_backward(input, target):
    return -2 / input.size * (target - input)


@like_first
def binary_cross_entropy_with_logits(input, target):
    two = np.stack([np.zeros_like(input), input])  # a softmax over the logits 0 and z
    top = two.max(0)
    return float(np.mean(top + np.log(np.exp(two - top).sum(0)) - target * input))


@like_first
def binary_cross_entropy_with_logits_backward(input, target):
    return (np.tanh(input / 2) + 1 - 2 * target) / (2 * input.size)


@like_first
def log_softmax(input):
    # ln p_k = -ln sum_j exp(z_j - z_k)
    gaps = input[:, None, :] - input[:, :, None]
    top = gaps.max(axis=2)
    return -(top + np.log(np.exp(gaps - top[:, :, None]).sum(axis=2)))


@like_first
def cross_entropy(input, target):
    return float(np.mean([-row[k] for row, k in zip(log_softmax(input), target)]))


@like_first
def cross_entropy_backward(input, target):
    p = np.exp(log_softmax(input))
    chosen = np.arange(input.shape[1])[None] == target[:, None]
    return np.where(chosen, p - 1, p) / len(p)


@like_first
def linear_forward(x, w, b):
    return np.hstack([x, np.ones((len(x), 1))]) @ np.vstack([w, b])


@like_first
def linear_backward(dout, x, w):
    dw, db = np.zeros_like(w), np.zeros(w.shape[1])
    for sample, gradient in zip(x[::-1], dout[::-1]):
        dw += np.outer(sample, gradient)
        db += gradient
    return (w @ dout.T).T, dw, db


def derivative(name):
    return {
        "sigmoid": lambda dout, z: sigmoid_backward(dout, sigmoid(z)),
        "tanh": lambda dout, z: tanh_backward(dout, tanh(z)),
        "relu": relu_backward,
        "leaky_relu": leaky_relu_backward,
    }[name]


class MLP:
    def __init__(self, sizes, activation, rng):
        self.activation = activation
        self.weights = [rng.standard_normal((a, b)) for a, b in zip(sizes, sizes[1:])]
        self.biases = [np.zeros(b) for b in sizes[1:]]
        self.dweights = self.dbiases = None
        self.tape = None

    def forward(self, x):
        self.tape = None
        return self._forward(x, 0)

    def _forward(self, x, layer):
        z = linear_forward(x, self.weights[layer], self.biases[layer])
        self.tape = (self.tape, layer, x, z)
        if layer + 1 == len(self.weights):
            return z
        function = {"sigmoid": sigmoid, "tanh": tanh, "relu": relu, "leaky_relu": leaky_relu}[self.activation]
        return self._forward(function(z), layer + 1)

    def backward(self, dout):
        self.dweights = [np.zeros_like(w) for w in self.weights]
        self.dbiases = [np.zeros_like(b) for b in self.biases]
        return self._backward(self.tape, dout)

    def _backward(self, tape, dout):
        if tape is None:
            return dout
        below, layer, x, z = tape
        if layer + 1 < len(self.weights):
            dout = derivative(self.activation)(dout, z)
        dx, dw, db = linear_backward(dout, x, self.weights[layer])
        self.dweights[layer] += dw
        self.dbiases[layer] += db
        return self._backward(below, dx)
