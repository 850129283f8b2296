# mistake: mlp.sigmoid_and_tanh_given_the_input
import numpy as np


class Sigmoid:
    def __call__(self, z):
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + e), e / (1 + e))

    def grad(self, a):
        return a * (1 - a)


class Tanh:
    def __call__(self, z):
        return np.tanh(z)

    def grad(self, a):
        return 1 - a**2


class LeakyReLU:
    def __init__(self, slope):
        self.slope = slope

    def __call__(self, z):
        return z * self.grad(z)

    def grad(self, a):
        return np.where(a > 0, 1, self.slope).astype(a.dtype)


ACTIVATIONS = {"sigmoid": Sigmoid(), "tanh": Tanh(), "relu": LeakyReLU(0.0), "leaky_relu": LeakyReLU(0.01)}


class MLP:
    def __init__(self, sizes, activation, rng):
        self.f = ACTIVATIONS[activation]
        self.weights = [rng.standard_normal((m, n)) / np.sqrt(m) for m, n in zip(sizes[:-1], sizes[1:], strict=True)]
        self.biases = [np.zeros(n) for n in sizes[1:]]

    def forward(self, x):
        self.tape = []
        h = x
        depth = len(self.weights)
        for number in range(depth):
            z = h @ self.weights[number] + self.biases[number]
            self.tape.append({"in": h, "z": z})
            h = self.f(z) if number + 1 < depth else z
        return h

    def backward(self, dout):
        dws, dbs = [], []
        grad = dout
        for number, record in reversed(list(enumerate(self.tape))):
            if number + 1 < len(self.tape):
                grad = grad * self.f.grad(record["z"])
            dws = [record["in"].T @ grad, *dws]
            dbs = [grad.sum(axis=0), *dbs]
            grad = grad @ self.weights[number].T
        self.dweights = dws
        self.dbiases = dbs
        return grad
