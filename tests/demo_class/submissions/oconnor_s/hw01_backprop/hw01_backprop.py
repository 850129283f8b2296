import numpy as np


def perceptron_predict(x, w, b):
    s = x.dot(w) + b
    labels = np.ones(len(s), dtype=int)
    labels[s < 0] = -1
    return labels


def perceptron_fit(x, y, max_epochs):
    w = np.zeros_like(x[0])
    b = 0.0
    mistakes = []
    done = False
    epoch = 0
    while not done and epoch < max_epochs:
        mistakes.append(0)
        for i in range(len(x)):
            margin = y[i] * (np.sum(x[i] * w) + b)
            if margin > 0:
                continue
            w += x[i] * y[i]
            b += y[i]
            mistakes[-1] += 1
        done = mistakes[-1] == 0
        epoch += 1
    return w, float(b), mistakes


def sigmoid(z):
    # avoid overflow
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_backward(dout, out):
    gr = out * (1 - out)
    return dout * gr


def tanh(z):
    res = np.tanh(z)
    return res


def tanh_backward(dout, out):
    return dout - dout * out * out


def relu(z):
    return z * (z > 0)


def relu_backward(dout, z):
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz


def leaky_relu(z, negative_slope=0.01):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


def leaky_relu_backward(dout, z, negative_slope=0.01):
    pos = z > 0
    return dout * pos + negative_slope * dout * (~pos)


def mse_loss(input, target):
    r = input - target
    return float((r * r).sum() / r.size)


def mse_loss_backward(input, target):
    n = input.size
    return (2 / n) * (input - target)


def binary_cross_entropy_with_logits(input, target):
    logp = -np.logaddexp(0, -input)
    logq = -np.logaddexp(0, input)
    return float(-(target * logp + (1 - target) * logq).mean())


def binary_cross_entropy_with_logits_backward(input, target):
    return (sigmoid(input) - target) / input.size


def log_softmax(input):
    m = np.max(input, axis=1)[:, None]
    lse = m + np.log(np.sum(np.exp(input - m), axis=1, keepdims=True))
    return input - lse


def cross_entropy(input, target):
    logp = log_softmax(input)
    summa = 0.0
    for i in range(len(target)):
        summa -= float(logp[i, target[i]])
    return summa / len(target)


def cross_entropy_backward(input, target):
    n, c = input.shape
    Y = np.eye(c, dtype=input.dtype)[target]
    return (np.exp(log_softmax(input)) - Y) / n


def linear_forward(x, w, b):
    return np.dot(x, w) + b


def linear_backward(dout, x, w):
    return np.dot(dout, w.T), np.dot(x.T, dout), np.sum(dout, axis=0)


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
        act = activation(self.activation)[0]
        self.zs = []
        self.activations = [x]
        *hidden, last = list(zip(self.weights, self.biases))
        for w, b in hidden:
            self.zs.append(linear_forward(self.activations[-1], w, b))
            self.activations.append(act(self.zs[-1]))
        return linear_forward(self.activations[-1], last[0], last[1])

    def backward(self, dout):
        # chain rule, last layer first
        dact = activation(self.activation)[1]
        dx, dw, db = linear_backward(dout, self.activations[-1], self.weights[-1])
        self.dweights, self.dbiases = [dw], [db]
        for l in range(len(self.zs) - 1, -1, -1):
            dz = dact(dx, self.zs[l], self.activations[l + 1])
            dx, dw, db = linear_backward(dz, self.activations[l], self.weights[l])
            self.dweights.insert(0, dw)
            self.dbiases.insert(0, db)
        return dx
