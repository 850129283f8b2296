"""Everything element by element, with plain Python loops."""

import math

import numpy as np


def perceptron_predict(x, w, b):
    labels = []
    for i in range(x.shape[0]):
        score = b
        for j in range(x.shape[1]):
            score += x[i, j] * w[j]
        if score >= 0:
            labels.append(1.0)
        else:
            labels.append(-1.0)
    return np.array(labels)


def perceptron_fit(x, y, max_epochs):
    n, d = x.shape
    w = np.zeros(d, x.dtype)
    b = 0.0
    mistakes = []
    epoch = 0
    done = False
    while epoch < max_epochs and not done:
        count = 0
        for i in range(n):
            score = b
            for j in range(d):
                score += x[i, j] * w[j]
            if (score >= 0 and y[i] == -1) or (score <= 0 and y[i] == 1):
                count += 1
                for j in range(d):
                    w[j] += y[i] * x[i, j]
                b += y[i]
        mistakes.append(count)
        done = count == 0
        epoch += 1
    return w, b, mistakes


def one_by_one(function, *arrays):
    result = np.zeros_like(arrays[0])
    for index in np.ndindex(*result.shape):
        result[index] = function(*[float(array[index]) for array in arrays])
    return result


def sigmoid_of_one(z):
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    e = math.exp(z)
    return e / (1.0 + e)


def sigmoid(z):
    return one_by_one(sigmoid_of_one, z)


def sigmoid_backward(dout, out):
    return one_by_one(lambda d, a: d * a * (1 - a), dout, out)


def tanh(z):
    return one_by_one(math.tanh, z)


def tanh_backward(dout, out):
    return one_by_one(lambda d, a: d * (1 - a * a), dout, out)


def relu(z):
    return one_by_one(lambda t: t if t > 0 else 0.0, z)


def relu_backward(dout, z):
    return one_by_one(lambda d, t: d if t > 0 else 0.0, dout, z)


def leaky_relu(z, negative_slope=0.01):
    return one_by_one(lambda t: t if t > 0 else negative_slope * t, z)


def leaky_relu_backward(dout, z, negative_slope=0.01):
    return one_by_one(lambda d, t: d if t > 0 else negative_slope * d, dout, z)


def mse_loss(input, target):
    total = 0.0
    for a, t in zip(input.ravel(), target.ravel()):
        total += float(a - t) ** 2
    return total / input.size


def mse_loss_backward(input, target):
    return one_by_one(lambda a, t: 2 * (a - t) / input.size, input, target)


def binary_cross_entropy_with_logits(input, target):
    total = 0.0
    for z, t in zip(input.ravel().tolist(), target.ravel().tolist()):
        # softplus(z) - t z, the softplus written so that it does not overflow
        softplus = z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z))
        total += softplus - t * z
    return total / input.size


def binary_cross_entropy_with_logits_backward(input, target):
    return one_by_one(lambda z, t: (sigmoid_of_one(z) - t) / input.size, input, target)


def log_softmax(input):
    result = np.zeros_like(input)
    for i, row in enumerate(input):
        top = max(row)
        total = 0.0
        for z in row:
            total += math.exp(z - top)
        for k, z in enumerate(row):
            result[i, k] = float(z) - float(top) - math.log(total)
    return result


def cross_entropy(input, target):
    logs = log_softmax(input)
    total = 0.0
    for i in range(len(target)):
        total -= float(logs[i, target[i]])
    return total / len(target)


def cross_entropy_backward(input, target):
    n, classes = input.shape
    logs = log_softmax(input)
    result = np.zeros_like(input)
    for i in range(n):
        for k in range(classes):
            result[i, k] = (math.exp(logs[i, k]) - (1 if target[i] == k else 0)) / n
    return result


def linear_forward(x, w, b):
    out = np.zeros((x.shape[0], w.shape[1]), x.dtype)
    for i in range(x.shape[0]):
        for k in range(w.shape[1]):
            out[i, k] = b[k] + sum(x[i, j] * w[j, k] for j in range(w.shape[0]))
    return out


def linear_backward(dout, x, w):
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(w.shape[1], w.dtype)
    for i in range(x.shape[0]):
        for k in range(w.shape[1]):
            db[k] += dout[i, k]
            for j in range(w.shape[0]):
                dx[i, j] += dout[i, k] * w[j, k]
                dw[j, k] += dout[i, k] * x[i, j]
    return dx, dw, db


class MLP:
    def __init__(self, sizes, activation, rng):
        self.activation = activation
        self.weights = []
        self.biases = []
        for i in range(len(sizes) - 1):
            self.weights.append(rng.standard_normal((sizes[i], sizes[i + 1])) / math.sqrt(sizes[i]))
            self.biases.append(np.zeros(sizes[i + 1]))
        self.dweights = [None] * len(self.weights)
        self.dbiases = [None] * len(self.biases)

    def forward(self, x):
        self.inputs = {}
        self.before = {}
        self.after = {}
        n = len(self.weights)
        for i in range(n):
            self.inputs[i] = x
            x = linear_forward(x, self.weights[i], self.biases[i])
            self.before[i] = x
            if i != n - 1:
                if self.activation == "sigmoid":
                    x = sigmoid(x)
                elif self.activation == "tanh":
                    x = tanh(x)
                elif self.activation == "relu":
                    x = relu(x)
                else:
                    x = leaky_relu(x)
            self.after[i] = x
        return x

    def backward(self, dout):
        n = len(self.weights)
        for i in range(n - 1, -1, -1):
            if i != n - 1:
                if self.activation == "sigmoid":
                    dout = sigmoid_backward(dout, self.after[i])
                elif self.activation == "tanh":
                    dout = tanh_backward(dout, self.after[i])
                elif self.activation == "relu":
                    dout = relu_backward(dout, self.before[i])
                else:
                    dout = leaky_relu_backward(dout, self.before[i])
            dout, self.dweights[i], self.dbiases[i] = linear_backward(dout, self.inputs[i], self.weights[i])
        return dout
