# mistake: mlp.activation_after_the_last_layer
import numpy as np


def forward_of(name):
    return {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "relu": lambda z: z.clip(min=0),
        "leaky_relu": lambda z: np.maximum(z, 0.01 * z),
    }[name]


def derivative_of(name):
    """Through the output, which has the sign of the input for both kinds of ReLU."""
    return {
        "sigmoid": lambda a: a - a * a,
        "tanh": lambda a: 1 - a * a,
        "relu": lambda a: (a > 0) * a.dtype.type(1),
        "leaky_relu": lambda a: np.where(a > 0, a.dtype.type(1), a.dtype.type(0.01)),
    }[name]


class MLP:
    def __init__(self, sizes, activation, rng):
        self.activation = activation
        self.weights = [rng.standard_normal(pair) / pair[0] ** 0.5 for pair in zip(sizes[:-1], sizes[1:], strict=True)]
        self.biases = [np.zeros(size) for size in sizes[1:]]
        self.dweights, self.dbiases = [], []

    def forward(self, x):
        self.outs = [x]
        for w, b in zip(self.weights, self.biases, strict=True):
            self.outs.append(forward_of(self.activation)(self.outs[-1] @ w + b))
        return self.outs[-1]

    def backward(self, dout):
        self.dweights, self.dbiases = [None] * len(self.weights), [None] * len(self.weights)
        layer = len(self.weights)
        while layer > 0:
            dout = dout * derivative_of(self.activation)(self.outs[layer])
            layer -= 1
            self.dweights[layer] = (dout.T @ self.outs[layer]).T
            self.dbiases[layer] = dout.sum(axis=0)
            dout = (self.weights[layer] @ dout.T).T
        return dout
