"""ДЗ 1. Сделал свой мини-torch: слои-классы, а функции из задания - обёртки над ними."""

from dataclasses import dataclass, field

import numpy as np


class Layer:
    __slots__ = ("mem",)

    def __call__(self, x):
        return self.forward(x)


class Sigmoid(Layer):
    __slots__ = ()

    def forward(self, x):
        self.mem = np.exp(-np.logaddexp(0, -x))
        return self.mem

    def backward(self, g):
        y = self.mem
        return g * (y * (1 - y))


class Tanh(Layer):
    __slots__ = ()

    def forward(self, x):
        self.mem = np.tanh(x)
        return self.mem

    def backward(self, g):
        return g * (1 - self.mem**2)


class LeakyRelu(Layer):
    __slots__ = ("negative_slope",)

    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.mem = x
        return np.maximum(x, 0) + self.negative_slope * np.minimum(x, 0)

    def backward(self, g):
        factor = np.ones_like(self.mem)
        factor[self.mem < 0] = self.negative_slope
        return g * factor


class Relu(LeakyRelu):
    __slots__ = ()

    def __init__(self):
        super().__init__(0.0)


@dataclass
class Dense:
    weight: np.ndarray
    bias: np.ndarray
    dW: np.ndarray = field(init=False, default=None)
    dB: np.ndarray = field(init=False, default=None)

    def __call__(self, x):
        self.x = x
        return np.matmul(x, self.weight) + self.bias

    def backward(self, g):
        self.dW = np.matmul(np.swapaxes(self.x, 0, 1), g)
        self.dB = np.add.reduce(g, axis=0)
        return np.matmul(g, np.transpose(self.weight))


def sigmoid(z):
    return Sigmoid()(z)


def sigmoid_backward(dout, out):
    layer = Sigmoid()
    layer.mem = out
    return layer.backward(dout)


def tanh(z):
    return Tanh()(z)


def tanh_backward(dout, out):
    layer = Tanh()
    layer.mem = out
    return layer.backward(dout)


def relu(z):
    return Relu()(z)


def relu_backward(dout, z):
    layer = Relu()
    layer.mem = z
    return layer.backward(dout)


def leaky_relu(z, negative_slope=0.01):
    return LeakyRelu(negative_slope)(z)


def leaky_relu_backward(dout, z, negative_slope=0.01):
    layer = LeakyRelu(negative_slope)
    layer.mem = z
    return layer.backward(dout)


def linear_forward(x, w, b):
    return Dense(w, b)(x)


def linear_backward(dout, x, w):
    layer = Dense(w, None)
    layer.x = x
    dx = layer.backward(dout)
    return dx, layer.dW, layer.dB


@dataclass
class Perceptron:
    w: np.ndarray
    b: float = 0.0

    def score(self, x):
        return np.dot(x, self.w) + self.b

    def predict(self, x):
        return np.where(self.score(x) < 0, -1, 1).astype(np.int8)

    def epoch(self, x, y):
        mistakes = 0
        for xi, yi in zip(x, y):
            if np.sign(self.score(xi)) != yi:
                self.w += yi * xi
                self.b += float(yi)
                mistakes += 1
        return mistakes


def perceptron_predict(x, w, b):
    return Perceptron(w, b).predict(x)


def perceptron_fit(x, y, max_epochs):
    model = Perceptron(np.zeros(x.shape[1], x.dtype))
    errors_per_epoch = []
    for _ in range(max_epochs):
        errors_per_epoch.append(model.epoch(x, y))
        if errors_per_epoch[-1] == 0:
            return model.w, model.b, errors_per_epoch
    return model.w, model.b, errors_per_epoch


class Loss:
    # функция потерь помнит вход и ответы

    def value(self, input, target):
        self.input, self.target = input, target
        return self.forward()

    def grad(self, input, target):
        self.input, self.target = input, target
        return self.backward()


class MSELoss(Loss):
    def forward(self):
        return np.linalg.norm(self.input - self.target) ** 2 / self.input.size

    def backward(self):
        return (self.input - self.target) / (self.input.size / 2)


class BCEWithLogitsLoss(Loss):
    def forward(self):
        z, t = self.input, self.target
        softplus = np.where(z > 0, z, 0) + np.log1p(np.exp(-np.abs(z)))
        return np.sum(softplus - t * z) / z.size

    def backward(self):
        return (sigmoid(self.input) - self.target) / self.input.size


class CrossEntropyLoss(Loss):
    def forward(self):
        rows = np.arange(len(self.input))
        return np.mean(-log_softmax(self.input)[rows, self.target])

    def backward(self):
        e = np.exp(self.input - np.max(self.input, 1)[:, np.newaxis])
        p = e / np.sum(e, 1)[:, np.newaxis]
        for row, label in zip(p, self.target):
            row[label] -= 1
        return p / self.input.shape[0]


def log_softmax(input):
    z = input - np.max(input, 1)[:, np.newaxis]
    return z - np.log(np.sum(np.exp(z), 1))[:, np.newaxis]


mse_loss = MSELoss().value
mse_loss_backward = MSELoss().grad
binary_cross_entropy_with_logits = BCEWithLogitsLoss().value
binary_cross_entropy_with_logits_backward = BCEWithLogitsLoss().grad
cross_entropy = CrossEntropyLoss().value
cross_entropy_backward = CrossEntropyLoss().grad


class MLP:
    ACTS = {"sigmoid": Sigmoid, "tanh": Tanh, "relu": Relu, "leaky_relu": LeakyRelu}

    def __init__(self, sizes, activation, rng):
        self.layers = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            self.layers += [Dense(rng.standard_normal((n_in, n_out)), np.zeros(n_out))]
            self.layers += [self.ACTS[activation]()]
        self.layers.pop()

    @property
    def dense_layers(self):
        return [layer for layer in self.layers if isinstance(layer, Dense)]

    @property
    def weights(self):
        return [layer.weight for layer in self.dense_layers]

    @weights.setter
    def weights(self, values):
        for layer, value in zip(self.dense_layers, values):
            layer.weight = value

    @property
    def biases(self):
        return [layer.bias for layer in self.dense_layers]

    @biases.setter
    def biases(self, values):
        for layer, value in zip(self.dense_layers, values):
            layer.bias = value

    @property
    def dweights(self):
        return [layer.dW for layer in self.dense_layers]

    @property
    def dbiases(self):
        return [layer.dB for layer in self.dense_layers]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def backward(self, dout):
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return dout
