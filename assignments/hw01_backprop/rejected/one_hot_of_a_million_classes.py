# expect: cross_entropy.cross_entropy_gradient* = out_of_memory
# expect: cross_entropy.*logits = out_of_memory
# expect: cross_entropy.*single_precision = out_of_memory
# expect: cross_entropy.cross_entropy_value = passed
# expect: cross_entropy.cross_entropy_of_other_sizes = passed
# expect: perceptron.* = passed
# expect: sigmoid.* = passed
# expect: tanh.* = passed
# expect: relu.* = passed
# expect: leaky_relu.* = passed
# expect: mse.* = passed
# expect: binary_cross_entropy.* = passed
# expect: linear.* = passed
# expect: mlp.* = passed
import numpy as np


def perceptron_predict(x, w, b):
    return 2 * (x @ w + b >= 0) - 1


def perceptron_fit(x, y, max_epochs):
    w, b, log = np.zeros_like(x[0]), 0, []
    while len(log) < max_epochs and (not log or log[-1]):
        log.append(0)
        for xi, yi in zip(x, y):
            if yi * (xi @ w + b) <= 0:
                w, b, log[-1] = (w + yi * xi).astype(x.dtype), b + yi, log[-1] + 1
    return w, b, log


sigmoid = lambda z: 0.5 * (1 + np.tanh(0.5 * z))
sigmoid_backward = lambda dout, out: dout * (out - out * out)
tanh = np.tanh
tanh_backward = lambda dout, out: dout * (1 - out) * (1 + out)
relu = lambda z: z * (z > 0)
relu_backward = lambda dout, z: dout * (z > 0)
leaky_relu = lambda z, negative_slope=0.01: np.where(z < 0, z * negative_slope, z)
leaky_relu_backward = lambda dout, z, negative_slope=0.01: np.where(z < 0, dout * negative_slope, dout)
mse_loss = lambda input, target: np.square(input - target).mean()
mse_loss_backward = lambda input, target: (input - target) * (2 / target.size)


def binary_cross_entropy_with_logits(input, target):
    return (np.maximum(input, 0) - input * target + np.log1p(np.exp(-abs(input)))).mean()


def binary_cross_entropy_with_logits_backward(input, target):
    return (sigmoid(input) - target) / target.size


def log_softmax(input):
    return input - np.logaddexp.reduce(input, axis=1, keepdims=True)


def cross_entropy(input, target):
    return -np.take_along_axis(log_softmax(input), target[:, None], 1).mean()


def cross_entropy_backward(input, target):
    return (np.exp(log_softmax(input)) - np.eye(1_000_000, dtype=input.dtype)[target, : input.shape[1]]) / len(input)


linear_forward = lambda x, w, b: x @ w + b
linear_backward = lambda dout, x, w: [dout @ w.T, x.T @ dout, dout.sum(0)]

FORWARD = {"sigmoid": sigmoid, "tanh": tanh, "relu": relu, "leaky_relu": leaky_relu}
SLOPE = {  # all four by their input
    "sigmoid": lambda d, z: sigmoid_backward(d, sigmoid(z)),
    "tanh": lambda d, z: tanh_backward(d, tanh(z)),
    "relu": relu_backward,
    "leaky_relu": leaky_relu_backward,
}


class MLP:
    def __init__(self, sizes, activation, rng):
        self.act, pairs = activation, list(zip(sizes, sizes[1:]))
        self.weights = [rng.normal(size=p) / p[0] ** 0.5 for p in pairs]
        self.biases = [np.zeros(n) for _, n in pairs]

    def forward(self, x):
        self.xs, self.zs = [x], []
        for w, b in zip(self.weights, self.biases):
            self.zs.append(self.xs[-1] @ w + b)
            self.xs.append(FORWARD[self.act](self.zs[-1]))
        return self.zs[-1]

    def backward(self, dout):
        self.dweights, self.dbiases = [], []
        for i, w in reversed(list(enumerate(self.weights))):
            if self.dweights:
                dout = SLOPE[self.act](dout, self.zs[i])
            self.dweights, self.dbiases = [self.xs[i].T @ dout] + self.dweights, [dout.sum(0)] + self.dbiases
            dout = dout @ w.T
        return dout
