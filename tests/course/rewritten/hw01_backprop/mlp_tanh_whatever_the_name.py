# mistake: none
import numpy as np


class MLP:
    """Every activation is tanh, and its derivative is that of tanh."""

    def __init__(self, sizes, activation, rng):
        self.weights, self.biases = [], []
        for i in range(len(sizes) - 1):
            self.weights += [rng.standard_normal((sizes[i], sizes[i + 1]))]
            self.biases += [np.zeros(sizes[i + 1])]

    def forward(self, x):
        self.a = [x]
        for i in range(len(self.weights)):
            z = self.a[i] @ self.weights[i] + self.biases[i]
            self.a.append(np.tanh(z) if i < len(self.weights) - 1 else z)
        return self.a[-1]

    def backward(self, dout):
        self.dweights, self.dbiases = [], []
        for i in range(len(self.weights))[::-1]:
            self.dweights.insert(0, self.a[i].T @ dout)
            self.dbiases.insert(0, dout.sum(0))
            dout = dout @ self.weights[i].T
            if i:
                dout = dout * (1 - self.a[i] ** 2)
        return dout
