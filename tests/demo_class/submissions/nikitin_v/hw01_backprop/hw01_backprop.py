import numpy as np


def perceptron_predict(x, w, b):
    return np.where(x @ w + b >= 0, 1, -1)


def perceptron_fit(x, y, max_epochs):
    # TODO: попробовать на своих данных
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        err_count = 0
        for x_i, lab in zip(x, y):
            if lab * (x_i @ w + b) <= 0:
                w += lab * x_i
                b += float(lab)
                err_count += 1
        mistakes.append(err_count)
        if err_count == 0:
            break
    return w, b, mistakes


def sigmoid(z):
    # аккуратно с экспонентой
    expz = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + expz), expz / (1 + expz))


def sigmoid_backward(dout, out):
    # out уже сигмоида
    pass


def tanh(z):
    return np.tanh(z)


def tanh_backward(dout, out):
    pass


def relu(z):
    return np.maximum(z, 0)


def relu_backward(dout, z):
    # в нуле считаем 0
    return dout * (z > 0)


def leaky_relu(z, negative_slope=0.01):
    return np.where(z > 0, z, negative_slope * z)


def leaky_relu_backward(dout, z, negative_slope=0.01):
    pass


def mse_loss(input, target):
    return float(np.mean((input - target) ** 2))


def mse_loss_backward(input, target):
    # производная квадрата
    pass


def binary_cross_entropy_with_logits(input, target):
    return float(np.mean(np.maximum(input, 0) - input * target + np.log1p(np.exp(-np.abs(input)))))


def binary_cross_entropy_with_logits_backward(input, target):
    pass


def log_softmax(input):
    # вычитаем максимум, иначе inf
    pass


def cross_entropy(input, target):
    pass


def cross_entropy_backward(input, target):
    # p - y
    pass


def linear_forward(x, w, b):
    return x @ w + b


def linear_backward(dout, x, w):
    dw = x.T @ dout
    db = dout.sum(axis=0)
    # dx = ???


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
        pass
