import numpy as np


def perceptron_predict(x, w, b):
    scores = np.dot(x, w) + b
    # np.sign не подходит: в нуле он даёт 0
    res = []
    for s in scores:
        if s >= 0:
            res.append(1)
        else:
            res.append(-1)
    return np.array(res)


def perceptron_fit(x, y, max_epochs):
    w = np.zeros(x.shape[1], dtype=x.dtype)
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        wrong = 0
        for xi, lab in zip(x, y):
            if lab * (xi @ w + b) <= 0:
                w += lab * xi
                b += float(lab)
                wrong += 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def sigmoid(z):
    # через tanh: не переполняется
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_backward(dout, out):
    upstream = out * (1 - out)
    return dout * upstream


def tanh(z):
    return np.tanh(z)


def tanh_backward(dout, out):
    dt = (1 - out) * (1 + out)
    return dout * dt


def relu(z):
    z[z < 0] = 0
    return z


def relu_backward(dout, z):
    dout[z <= 0] = 0
    return dout


def leaky_relu(z, negative_slope=0.01):
    return np.where(z > 0, z, negative_slope * z)


def leaky_relu_backward(dout, z, negative_slope=0.01):
    return np.where(z > 0, dout, negative_slope * dout)


def mse_loss(input, target):
    err = (input - target).ravel()
    return float(np.dot(err, err)) / len(err)


def mse_loss_backward(input, target):
    err = input - target
    # среднее по всем элементам, поэтому делим на size, а не на len
    return err * 2 / err.size


def binary_cross_entropy_with_logits(input, target):
    p = sigmoid(input)
    eps = 1e-7
    loss = -(target * np.log(p + eps) + (1 - target) * np.log(1 - p + eps))
    return float(loss.mean())


def binary_cross_entropy_with_logits_backward(input, target):
    p = sigmoid(input)
    return (p - target) * (1 / target.size)


def log_softmax(input):
    # по строкам!
    zmax = input.max(axis=1, keepdims=True)
    shifted = input - zmax
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(input, target):
    logp = log_softmax(input)
    running = 0.0
    for i in range(len(target)):
        running -= float(logp[i, target[i]])
    return running / len(target)


def cross_entropy_backward(input, target):
    p = np.exp(log_softmax(input))
    p[np.arange(len(target)), target] -= 1
    return p / len(target)


def linear_forward(x, w, b):
    return np.dot(x, w) + b


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
        f = activation(self.activation)[0]
        self.cache = []
        h = x
        for i in range(len(self.weights)):
            z = linear_forward(h, self.weights[i], self.biases[i])
            # после последнего слоя активации нет
            if i == len(self.weights) - 1:
                a = z
            else:
                a = f(z)
            self.cache.append({"x": h, "z": z, "a": a})
            h = a
        return h

    def backward(self, dout):
        df = activation(self.activation)[1]
        dws, dbs = [], []
        upstream = dout
        for i in reversed(range(len(self.weights))):
            c = self.cache[i]
            if i != len(self.weights) - 1:
                upstream = df(upstream, c["z"], c["a"])
            upstream, grad_w, grad_b = linear_backward(upstream, c["x"], self.weights[i])
            dws.append(grad_w)
            dbs.append(grad_b)
        self.dweights = dws[::-1]
        self.dbiases = dbs[::-1]
        return upstream
