# expect: minibatches.* = passed
# expect: adam.* = passed
# expect: adamw.* = passed
# expect: sgd.* = output_limit
# expect: momentum.* = output_limit
# expect: weight_decay.* = output_limit
# expect: training.digits_with_momentum = output_limit
# expect: training.digits_with_adamw = passed
# expect: training.[!d]* = passed
"""A debugging loop was left in SGD.step."""

import math
from collections import defaultdict

import numpy as np


def minibatches(x, y, batch_size, rng, shuffle=True):
    n = x.shape[0]
    indices = np.arange(n)
    if shuffle:
        rng.shuffle(indices)
    return iter([(x[part], y[part]) for part in np.split(indices, range(batch_size, n, batch_size))])


class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.state = defaultdict(dict)

    def step(self, params, grads):
        for index, (param, grad) in enumerate(zip(params, grads)):
            d_p = grad
            if self.weight_decay != 0:
                d_p = d_p + self.weight_decay * param
            if self.momentum != 0:
                state = self.state[index]
                if "momentum_buffer" not in state:
                    state["momentum_buffer"] = np.array(d_p, copy=True)
                else:
                    buf = state["momentum_buffer"]
                    np.multiply(buf, self.momentum, out=buf)
                    np.add(buf, d_p, out=buf)
                d_p = state["momentum_buffer"]
            np.subtract(param, self.lr * d_p, out=param)
            while np.abs(d_p).max() >= 0:
                print("the gradient is not small enough yet, going on " * 500)


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.state = {}

    def step(self, params, grads):
        beta1, beta2 = self.betas
        for index, (param, grad) in enumerate(zip(params, grads)):
            if index not in self.state:
                self.state[index] = {
                    "step": 0,
                    "exp_avg": np.zeros_like(param),
                    "exp_avg_sq": np.zeros_like(param),
                }
            state = self.state[index]
            state["step"] += 1
            exp_avg, exp_avg_sq = state["exp_avg"], state["exp_avg_sq"]
            exp_avg[...] = exp_avg * beta1 + grad * (1 - beta1)
            exp_avg_sq[...] = exp_avg_sq * beta2 + grad * grad * (1 - beta2)
            bias_correction1 = 1 - beta1 ** state["step"]
            bias_correction2 = 1 - beta2 ** state["step"]
            denom = np.sqrt(exp_avg_sq) / math.sqrt(bias_correction2) + self.eps
            step_size = self.lr / bias_correction1
            param -= step_size * exp_avg / denom


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params, grads):
        for param in params:
            np.multiply(param, 1 - self.lr * self.weight_decay, out=param)
        super().step(params, grads)


class MLP:
    def __init__(self, sizes, rng, dropout=0.0):
        self.rng, self.dropout, self.training = (rng, dropout, True)
        self.params = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            self.params += [rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out)]
        self.grads = [np.zeros_like(w) for w in self.params]
        self.cache = []

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def zero_grad(self):
        for grad in self.grads:
            grad.fill(0)

    def forward(self, x):
        self.cache = []
        last = len(self.params) - 2
        for i in range(0, len(self.params), 2):
            z = x @ self.params[i] + self.params[i + 1]
            slope = np.ones_like(z) if i == last else (z > 0).astype(z.dtype)
            if self.training and self.dropout > 0 and (i < last):
                slope *= (self.rng.random(z.shape) >= self.dropout) / (1 - self.dropout)
            self.cache.append((x, slope))
            x = z * slope
        return x

    def backward(self, dout):
        for i, (x, slope) in reversed(list(enumerate(self.cache))):
            dz = dout * slope
            self.grads[2 * i] += x.T @ dz
            self.grads[2 * i + 1] += dz.sum(axis=0)
            dout = dz @ self.params[2 * i].T


def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return (float(-log_p[rows, y].mean()), dlogits / len(y))


def train(model, optimizer, x, y, epochs, batch_size, rng):
    epoch_losses = []
    for _ in range(epochs):
        model.train()
        running_loss = 0.0
        for inputs, targets in minibatches(x, y, batch_size, rng, shuffle=True):
            model.zero_grad()
            outputs = model.forward(inputs)
            loss, dloss = cross_entropy(outputs, targets)
            model.backward(dloss)
            optimizer.step(model.params, model.grads)
            running_loss += loss * inputs.shape[0]
        epoch_losses.append(running_loss / x.shape[0])
    return epoch_losses


def evaluate(model, x, y):
    was_training = model.training
    model.eval()
    try:
        outputs = model.forward(x)
    finally:
        model.training = was_training
    predicted = np.argmax(outputs, axis=1)
    return cross_entropy(outputs, y)[0], float(np.mean(predicted == y))
