"""Wordy, step by step, with prints left in."""

import numpy as np

print("optimizers loaded")


def minibatches(x, y, batch_size, rng, shuffle=True):
    number_of_samples = x.shape[0]
    if shuffle == True:
        permutation = rng.permutation(number_of_samples)
        x_shuffled = x[permutation]
        y_shuffled = y[permutation]
    else:
        x_shuffled = x.copy()
        y_shuffled = y.copy()
    start = 0
    while start < number_of_samples:
        end = min(start + batch_size, number_of_samples)
        x_batch = x_shuffled[start:end]
        y_batch = y_shuffled[start:end]
        yield x_batch, y_batch
        start = end


class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.buffers = None
        print("SGD with lr =", lr)

    def step(self, params, grads):
        # the shapes are known only now
        if self.buffers is None:
            self.buffers = []
            for param in params:
                self.buffers.append(np.zeros(param.shape, dtype=param.dtype))
        for i in range(len(params)):
            gradient = grads[i].copy()
            if self.weight_decay > 0:
                gradient = gradient + self.weight_decay * params[i]
            if self.momentum > 0:
                self.buffers[i] = self.momentum * self.buffers[i] + gradient
                gradient = self.buffers[i]
            new_value = params[i] - self.lr * gradient
            params[i][:] = new_value


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.step_number = 0
        self.first_moments = []
        self.second_moments = []

    def step(self, params, grads):
        self.step_number = self.step_number + 1
        if self.step_number == 1:
            for param in params:
                self.first_moments.append(np.zeros(param.shape, dtype=param.dtype))
                self.second_moments.append(np.zeros(param.shape, dtype=param.dtype))
        beta_1 = self.betas[0]
        beta_2 = self.betas[1]
        for i in range(len(params)):
            gradient = grads[i]
            self.first_moments[i] = beta_1 * self.first_moments[i] + (1 - beta_1) * gradient
            self.second_moments[i] = beta_2 * self.second_moments[i] + (1 - beta_2) * np.power(gradient, 2)
            corrected_first = self.first_moments[i] / (1 - np.power(beta_1, self.step_number))
            corrected_second = self.second_moments[i] / (1 - np.power(beta_2, self.step_number))
            change = self.lr * corrected_first / (np.sqrt(corrected_second) + self.eps)
            params[i][:] = params[i] - change
        print("Adam, step", self.step_number)


class AdamW(Adam):
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params, grads):
        for i in range(len(params)):
            decay = self.lr * self.weight_decay * params[i]
            params[i][:] = params[i] - decay
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
    losses = []
    for epoch in range(epochs):
        model.train()
        loss_of_each_sample = []
        for x_batch, y_batch in minibatches(x, y, batch_size, rng, True):
            # 1. forward
            logits = model.forward(x_batch)
            # 2. loss
            loss, gradient = cross_entropy(logits, y_batch)
            # 3. backward
            model.zero_grad()
            model.backward(gradient)
            # 4. step
            optimizer.step(model.params, model.grads)
            loss_of_each_sample.extend([loss] * len(x_batch))
        mean_loss = sum(loss_of_each_sample) / len(loss_of_each_sample)
        print("epoch", epoch + 1, "loss", mean_loss)
        losses.append(mean_loss)
    return losses


def evaluate(model, x, y):
    mode_before = model.training
    model.eval()
    logits = model.forward(x)
    loss, _ = cross_entropy(logits, y)
    answers = np.argmax(logits, axis=1)
    accuracy = np.sum(answers == y) / len(y)
    if mode_before:
        model.train()
    else:
        model.eval()
    return float(loss), float(accuracy)
