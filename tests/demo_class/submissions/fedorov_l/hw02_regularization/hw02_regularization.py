import numpy as np


def dropout_forward(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("wrong p")
    mask = np.ones_like(x)
    if training:
        # p - вероятность ВЫКИНУТЬ нейрон
        drop = rng.binomial(1, p, size=x.shape) == 1
        mask[drop] = 0
        if p < 1:
            mask /= 1 - p
    return x * mask, mask


def dropout_backward(dout, cache):
    mask = cache
    return mask * dout


class BatchNorm1d:

    def __init__(self, num_features, eps=1e-05, momentum=0.1, dtype=np.float64):
        D = num_features
        self.training = True
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.full(D, 1, dtype=dtype)
        self.beta = np.full(D, 0, dtype=dtype)
        self.running_mean = np.full(D, 0, dtype=dtype)
        self.running_var = np.full(D, 1, dtype=dtype)
        self.dgamma = np.full(D, 0, dtype=dtype)
        self.dbeta = np.full(D, 0, dtype=dtype)

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if self.training:
            if len(x) <= 1:
                raise ValueError("B = 1")
            mean = np.mean(x, axis=0)
            var = np.var(x, axis=0)
            new_var = np.var(x, axis=0, ddof=1)
            k = self.momentum
            self.running_mean = k * self.running_mean + (1 - k) * mean
            self.running_var = k * self.running_var + (1 - k) * new_var
        else:
            mean, var = self.running_mean, self.running_var
        self.istd = 1.0 / np.sqrt(var + self.eps)
        self.x_norm = (x - mean) * self.istd
        self.used_batch = self.training
        return self.x_norm * self.gamma + self.beta

    def backward(self, dout):
        self.dbeta = np.add.reduce(dout, axis=0)
        self.dgamma = np.add.reduce(dout * self.x_norm, axis=0)
        g = dout * self.gamma
        if self.used_batch:
            g = g - g.mean(axis=0) - self.x_norm * np.mean(g * self.x_norm, axis=0)
        return g * self.istd


def l2_penalty(params, lam):
    return 0.5 * lam * sum(float((w ** 2).sum()) for w in params if w.ndim > 1)


def l2_penalty_grad(params, lam):
    return [lam * w * (w.ndim > 1) for w in params]


def add_l2(loss, grads, params, lam):
    new_loss = loss + l2_penalty(params, lam)
    new_grads = []
    for g, e in zip(grads, l2_penalty_grad(params, lam)):
        new_grads.append(g + e)
    return new_loss, new_grads


class EarlyStopping:

    def __init__(self, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError("плохие параметры")
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_weights = np.inf, None, None
        self.losses = []

    def step(self, val_loss, weights):
        self.losses.append(val_loss)
        now = len(self.losses) - 1
        # строго лучше, чем на min_delta; nan сюда не попадёт
        better = val_loss < self.best_loss - self.min_delta
        if better:
            self.best_loss, self.best_epoch = val_loss, now
            self.best_weights = [np.array(w, copy=True) for w in weights]
        last = self.best_epoch if self.best_epoch is not None else -1
        return now - last >= self.patience

    def restore(self, weights):
        if self.best_weights is not None:
            for i in range(len(weights)):
                weights[i][...] = self.best_weights[i]
