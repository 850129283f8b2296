# expect: mlp.* = raised
# expect: perceptron.* = passed
# expect: sigmoid.* = passed
# expect: tanh.* = passed
# expect: relu.* = passed
# expect: leaky_relu.* = passed
# expect: mse.* = passed
# expect: binary_cross_entropy.* = passed
# expect: cross_entropy.* = passed
# expect: linear.* = passed
"""A small framework of layer objects, in the manner of torch.nn, behind the names that were asked for."""

from dataclasses import dataclass, field

import numpy as np


class Module:
    __slots__ = ("saved",)

    def __call__(self, x):
        return self.forward(x)


class Sigmoid(Module):
    __slots__ = ()

    def forward(self, x):
        self.saved = np.exp(-np.logaddexp(0, -x))
        return self.saved

    def backward(self, grad_output):
        y = self.saved
        return grad_output * (y * (1 - y))


class Tanh(Module):
    __slots__ = ()

    def forward(self, x):
        self.saved = np.tanh(x)
        return self.saved

    def backward(self, grad_output):
        return grad_output * (1 - self.saved**2)


class LeakyReLU(Module):
    __slots__ = ("negative_slope",)

    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.saved = x
        return np.maximum(x, 0) + self.negative_slope * np.minimum(x, 0)

    def backward(self, grad_output):
        factor = np.ones_like(self.saved)
        factor[self.saved < 0] = self.negative_slope
        return grad_output * factor


class ReLU(LeakyReLU):
    __slots__ = ()

    def __init__(self):
        super().__init__(0.0)


@dataclass
class Linear:
    weight: np.ndarray
    bias: np.ndarray
    weight_grad: np.ndarray = field(init=False, default=None)
    bias_grad: np.ndarray = field(init=False, default=None)

    def __call__(self, x):
        self.x = x
        return np.matmul(x, self.weight) + self.bias

    def backward(self, grad_output):
        self.weight_grad = np.matmul(np.swapaxes(self.x, 0, 1), grad_output)
        self.bias_grad = np.add.reduce(grad_output, axis=0)
        return np.matmul(grad_output, np.transpose(self.weight))


def sigmoid(z):
    return Sigmoid()(z)


def sigmoid_backward(dout, out):
    layer = Sigmoid()
    layer.saved = out
    return layer.backward(dout)


def tanh(z):
    return Tanh()(z)


def tanh_backward(dout, out):
    layer = Tanh()
    layer.saved = out
    return layer.backward(dout)


def relu(z):
    return ReLU()(z)


def relu_backward(dout, z):
    layer = ReLU()
    layer.saved = z
    return layer.backward(dout)


def leaky_relu(z, negative_slope=0.01):
    return LeakyReLU(negative_slope)(z)


def leaky_relu_backward(dout, z, negative_slope=0.01):
    layer = LeakyReLU(negative_slope)
    layer.saved = z
    return layer.backward(dout)


def linear_forward(x, w, b):
    return Linear(w, b)(x)


def linear_backward(dout, x, w):
    layer = Linear(w, None)
    layer.x = x
    dx = layer.backward(dout)
    return dx, layer.weight_grad, layer.bias_grad


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
        for sample, label in zip(x, y):
            if np.sign(self.score(sample)) != label:
                self.w += sample if label > 0 else -sample
                self.b += 1 if label > 0 else -1
                mistakes += 1
        return mistakes


def perceptron_predict(x, w, b):
    return Perceptron(w, b).predict(x)


def perceptron_fit(x, y, max_epochs):
    model = Perceptron(np.zeros(x.shape[1], x.dtype))
    history = []
    for _ in range(max_epochs):
        history.append(model.epoch(x, y))
        if history[-1] == 0:
            return model.w, model.b, history
    return model.w, model.b, history


class Loss:
    """A loss remembers input and target; `backward` gives the gradient of its latest value."""

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
        shifted = np.exp(self.input - np.max(self.input, 1)[:, np.newaxis])
        p = shifted / np.sum(shifted, 1)[:, np.newaxis]
        for row, label in zip(p, self.target):
            row[label] -= 1
        return p / self.input.shape[0]


def log_softmax(input):
    centred = input - np.max(input, 1)[:, np.newaxis]
    return centred - np.log(np.sum(np.exp(centred), 1))[:, np.newaxis]


mse_loss = MSELoss().value
mse_loss_backward = MSELoss().grad
binary_cross_entropy_with_logits = BCEWithLogitsLoss().value
binary_cross_entropy_with_logits_backward = BCEWithLogitsLoss().grad
cross_entropy = CrossEntropyLoss().value
cross_entropy_backward = CrossEntropyLoss().grad


class MLP:
    CHECK = mse_loss(np.ones(3), np.zeros(4))  # a forgotten experiment: the shapes do not fit
    KINDS = {"sigmoid": Sigmoid, "tanh": Tanh, "relu": ReLU, "leaky_relu": LeakyReLU}

    def __init__(self, sizes, activation, rng):
        self.layers = []
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
            self.layers += [Linear(rng.standard_normal((fan_in, fan_out)), np.zeros(fan_out))]
            self.layers += [self.KINDS[activation]()]
        self.layers.pop()

    @property
    def linears(self):
        return [layer for layer in self.layers if isinstance(layer, Linear)]

    @property
    def weights(self):
        return [layer.weight for layer in self.linears]

    @weights.setter
    def weights(self, values):
        for layer, value in zip(self.linears, values):
            layer.weight = value

    @property
    def biases(self):
        return [layer.bias for layer in self.linears]

    @biases.setter
    def biases(self, values):
        for layer, value in zip(self.linears, values):
            layer.bias = value

    @property
    def dweights(self):
        return [layer.weight_grad for layer in self.linears]

    @property
    def dbiases(self):
        return [layer.bias_grad for layer in self.linears]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def backward(self, dout):
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return dout
