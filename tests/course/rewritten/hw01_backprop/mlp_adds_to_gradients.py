# mistake: mlp.gradients_accumulated
import numpy as np


def act(name, z):
    if name == "sigmoid":
        return 0.5 * (1 + np.tanh(0.5 * z))
    if name == "tanh":
        return np.tanh(z)
    slope = 0.01 if name == "leaky_relu" else 0.0
    return np.where(z > 0, z, slope * z)


def act_prime(name, z):
    a = act(name, z)
    if name == "sigmoid":
        return a * (1 - a)
    if name == "tanh":
        return 1 - a * a
    one, slope = z.dtype.type(1), z.dtype.type(0.01 if name == "leaky_relu" else 0)
    return np.where(z > 0, one, slope)


class MLP:
    def __init__(self, sizes, activation, rng):
        self.act = activation
        self.weights, self.biases = [], []
        for n_in, n_out in zip(sizes, sizes[1:], strict=False):
            self.weights.append(rng.normal(0, n_in**-0.5, (n_in, n_out)))
            self.biases.append(np.zeros(n_out))
        self.dweights = [0] * len(self.weights)
        self.dbiases = [0] * len(self.biases)

    def forward(self, x):
        self.inputs, self.zs = [], []
        for w, b in zip(self.weights, self.biases, strict=True):
            if self.zs:
                x = act(self.act, self.zs[-1])
            self.inputs.append(x)
            self.zs.append(x.dot(w) + b)
        return self.zs[-1]

    def backward(self, dout):
        delta = dout
        for i in range(len(self.weights) - 1, -1, -1):
            self.dweights[i] = self.dweights[i] + self.inputs[i].T.dot(delta)
            self.dbiases[i] = self.dbiases[i] + np.sum(delta, 0)
            delta = delta.dot(self.weights[i].T)
            if i > 0:
                delta = delta * act_prime(self.act, self.zs[i - 1])
        return delta
