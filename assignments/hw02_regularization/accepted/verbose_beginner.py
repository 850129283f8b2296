# My homework 2. I print everything to see what happens.
import numpy as np

print("hw2 loaded, numpy", np.__version__)


def dropout_forward(x, p, training, rng):
    print("dropout forward", x.shape, "p =", p, "training =", training)
    if p < 0.0:
        raise ValueError("p is negative")
    if p > 1.0:
        raise ValueError("p is greater than one")
    if training == False:
        answer = x
        cache = {"mode": "eval", "mask": None, "keep_prob": None}
        return answer, cache
    keep_prob = 1.0 - p
    if keep_prob == 0.0:
        mask = np.zeros(x.shape, dtype=bool)
        cache = {"mode": "train", "mask": mask, "keep_prob": keep_prob}
        return np.zeros_like(x), cache
    random_numbers = rng.random(size=x.shape)
    mask = random_numbers < keep_prob
    answer = np.copy(x)
    answer[mask == False] = 0
    answer = answer / keep_prob
    cache = {"mode": "train", "mask": mask, "keep_prob": keep_prob}
    return answer, cache


def dropout_backward(dout, cache):
    if cache["mode"] == "eval":
        return dout
    dx = np.copy(dout)
    dx[np.logical_not(cache["mask"])] = 0
    if cache["keep_prob"] > 0:
        dx = dx / cache["keep_prob"]
    print("dropout backward", dx.shape)
    return dx


class BatchNorm1d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        self.eps = eps
        self.momentum = momentum
        self.training = True
        self.gamma = np.ones(num_features, dtype=dtype)
        self.beta = np.zeros(num_features, dtype=dtype)
        self.running_mean = np.zeros(num_features, dtype=dtype)
        self.running_var = np.ones(num_features, dtype=dtype)
        self.dgamma = np.zeros(num_features, dtype=dtype)
        self.dbeta = np.zeros(num_features, dtype=dtype)
        self.cache = None

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        N, D = x.shape
        if self.training:
            if N == 1:
                raise ValueError("I can not compute the variance of one object")
            # step by step, as a graph
            mu = 1.0 / N * np.sum(x, axis=0)
            xmu = x - mu
            sq = xmu**2
            var = 1.0 / N * np.sum(sq, axis=0)
            sqrtvar = np.sqrt(var + self.eps)
            ivar = 1.0 / sqrtvar
            xhat = xmu * ivar
            gammax = self.gamma * xhat
            out = gammax + self.beta
            unbiased_var = np.sum(sq, axis=0) / (N - 1)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mu
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * unbiased_var
            self.cache = ("train", xhat, xmu, ivar, sqrtvar, var)
            print("batch norm train", mu, var)
            return out
        else:
            sqrtvar = np.sqrt(self.running_var + self.eps)
            xhat = (x - self.running_mean) / sqrtvar
            self.cache = ("eval", xhat, None, None, sqrtvar, None)
            return xhat * self.gamma + self.beta

    def backward(self, dout):
        mode, xhat, xmu, ivar, sqrtvar, var = self.cache
        N, D = dout.shape
        self.dbeta = np.sum(dout, axis=0)
        self.dgamma = np.sum(dout * xhat, axis=0)
        dxhat = dout * self.gamma
        if mode == "eval":
            return dxhat / sqrtvar
        divar = np.sum(dxhat * xmu, axis=0)
        dxmu1 = dxhat * ivar
        dsqrtvar = -1.0 / (sqrtvar**2) * divar
        dvar = 0.5 * 1.0 / np.sqrt(var + self.eps) * dsqrtvar
        dsq = 1.0 / N * np.ones((N, D), dtype=dout.dtype) * dvar
        dxmu2 = 2 * xmu * dsq
        dx1 = dxmu1 + dxmu2
        dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
        dx2 = 1.0 / N * np.ones((N, D), dtype=dout.dtype) * dmu
        dx = dx1 + dx2
        print("batch norm backward", np.abs(dx).max())
        return dx


def l2_penalty(params, lam):
    R = 0.0
    for w in params:
        if len(w.shape) == 1:
            print("bias, skip")
        else:
            R = R + lam / 2 * np.sum(np.square(w))
    return R


def l2_penalty_grad(params, lam):
    answer = []
    for w in params:
        if len(w.shape) == 1:
            answer.append(np.zeros_like(w))
        else:
            answer.append(lam * w)
    return answer


def add_l2(loss, grads, params, lam):
    penalty = l2_penalty(params, lam)
    penalty_grads = l2_penalty_grad(params, lam)
    new_grads = []
    for k in range(len(grads)):
        new_grads.append(grads[k] + penalty_grads[k])
    print("loss", loss, "penalty", penalty)
    return loss + penalty, new_grads


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError("bad arguments")
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = float("inf")
        self.best_epoch = None
        self.best_weights = None
        self.counter = 0
        self.current_epoch = 0

    def step(self, val_loss, weights):
        stop = False
        if np.isnan(val_loss):
            is_better = False
        elif self.best_epoch is None:
            is_better = val_loss != float("inf")
        else:
            is_better = (self.best_loss - val_loss) > self.min_delta
        if is_better:
            print("epoch", self.current_epoch, "is better:", val_loss)
            self.best_loss = val_loss
            self.best_epoch = self.current_epoch
            self.best_weights = [w.copy() for w in weights]
            self.counter = 0
        else:
            self.counter = self.counter + 1
            if self.counter >= self.patience:
                stop = True
        self.current_epoch = self.current_epoch + 1
        return stop

    def restore(self, weights):
        if self.best_weights is not None:
            for i in range(len(weights)):
                weights[i] -= weights[i]
                weights[i] += self.best_weights[i]
