import numpy as np


def perceptron_predict(x, w, b):
    return np.where(x @ w + b >= 0, 1, -1)


def perceptron_fit(x, y, max_epochs):
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        err_count = 0
        for xi, yi in zip(x, y):
            if yi * (xi @ w + b) <= 0:
                w += yi * xi
                b += float(yi)
                err_count += 1
        mistakes.append(err_count)
        if err_count == 0:
            break
    return w, b, mistakes


def sigmoid(z):
    expz = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + expz), expz / (1 + expz))


def sigmoid_backward(dout, out):
    return dout * out * (1 - out)


def tanh(z):
    return np.tanh(z)


def tanh_backward(dout, out):
    return dout * (1 - out ** 2)


def relu(z):
    return np.maximum(z, 0)


def relu_backward(dout, z):
    return dout * (z > 0)


def leaky_relu(z, negative_slope=0.01):
    return np.where(z > 0, z, negative_slope * z)


def leaky_relu_backward(dout, z, negative_slope=0.01):
    return np.where(z > 0, dout, negative_slope * dout)


def mse_loss(input, target):
    return float(np.mean((input - target) ** 2))


def mse_loss_backward(input, target):
    return 2 * (input - target) / input.size


def binary_cross_entropy_with_logits(input, target):
    return float(np.mean(np.maximum(input, 0) - input * target + np.log1p(np.exp(-np.abs(input)))))


def binary_cross_entropy_with_logits_backward(input, target):
    return (sigmoid(input) - target) / input.size


def log_softmax(input):
    zmax = input.max(axis=1, keepdims=True)
    zs = input - zmax
    return zs - np.log(np.exp(zs).sum(axis=1, keepdims=True))


def cross_entropy(input, target):
    log_probs = log_softmax(input)
    return float(-log_probs[np.arange(len(target)), target].mean())


def cross_entropy_backward(input, target):
    p = np.exp(log_softmax(input))
    p[np.arange(len(target)), target] -= 1
    return p / len(target)


def linear_forward(x, w, b):
    return x @ w + b


def linear_backward(dout, x, w):
    dx = dout @ w.T
    grad_w = x.T @ dout
    grad_b = dout.sum(axis=0)
    return dx, grad_w, grad_b


def activation(name):
    table = {
        "sigmoid": (sigmoid, lambda dout, z, out: sigmoid_backward(dout, out)),
        "tanh": (tanh, lambda dout, z, out: tanh_backward(dout, out)),
        "relu": (relu, lambda dout, z, out: relu_backward(dout, z)),
        "leaky_relu": (leaky_relu, lambda dout, z, out: leaky_relu_backward(dout, z)),
    }
    return table[name]


class MLP:

    def __init__(self, sizes, activation, rng):
        shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.activation = activation
        self.weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in shapes]
        self.biases = [np.zeros(shape[1]) for shape in shapes]
        self.dweights = []
        self.dbiases = []

    def forward(self, x):
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

    def backward(self, dout):
        _, dact = activation(self.activation)
        L = len(self.weights)
        self.dweights = [None] * L
        self.dbiases = [None] * L
        for l in range(L - 1, -1, -1):
            if l < L - 1:
                dout = dact(dout, self._z[l], self._outs[l])
            dout, self.dweights[l], self.dbiases[l] = linear_backward(dout, self._inputs[l], self.weights[l])
        return dout
