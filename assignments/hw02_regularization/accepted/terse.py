import copy
import numpy as np


def dropout_forward(x, p, training, rng):
    if p != min(max(p, 0), 1):
        raise ValueError(p)
    m = np.where(rng.uniform(size=x.shape) < p, 0, 1 / max(1 - p, 1e-300)) if training else 1
    m = np.asarray(m, x.dtype) if p < 1 or not training else 0 * x
    return m * x, m


dropout_backward = lambda dout, cache: cache * dout


class BatchNorm1d:
    def __init__(s, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
        s.eps, s.momentum, s.training, n = eps, momentum, True, num_features
        s.gamma, s.running_var = np.ones((2, n), dtype)
        s.beta, s.running_mean, s.dgamma, s.dbeta = np.zeros((4, n), dtype)

    def train(s):
        s.training = True

    def eval(s):
        s.training = False

    def forward(s, x):
        if s.training and len(x) < 2:
            raise ValueError
        mu, v = (x.mean(0), x.var(0)) if s.training else (s.running_mean, s.running_var)
        if s.training:
            s.running_mean = s.running_mean + s.momentum * (mu - s.running_mean)
            s.running_var = s.running_var + s.momentum * (x.var(0, ddof=1) - s.running_var)
        s.t, s.r = s.training, np.sqrt(v + s.eps)
        s.h = (x - mu) / s.r
        return s.h * s.gamma + s.beta

    def backward(s, dout):
        s.dgamma, s.dbeta = (dout * s.h).sum(0), dout.sum(0)
        return s.gamma / s.r * (dout - s.t * (s.dbeta + s.h * s.dgamma) / len(dout)).astype(dout.dtype)


l2_penalty = lambda params, lam: lam * sum((float(np.linalg.norm(w)) ** 2 for w in params if w.ndim > 1), 0.0) / 2
l2_penalty_grad = lambda params, lam: [w * (lam * float(w.ndim > 1)) for w in params]
add_l2 = lambda loss, grads, params, lam: (
    loss + l2_penalty(params, lam),
    [a + b for a, b in zip(grads, l2_penalty_grad(params, lam))],
)


class EarlyStopping:
    def __init__(s, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError
        s.patience, s.min_delta, s.n, s.bad = patience, min_delta, 0, 0
        s.best_loss, s.best_epoch, s.best_weights = float("inf"), None, None

    def step(s, val_loss, weights):
        good = s.best_loss > val_loss + s.min_delta
        if good:
            s.best_loss, s.best_epoch, s.best_weights = val_loss, s.n, copy.deepcopy(weights)
        s.n, s.bad = s.n + 1, 0 if good else s.bad + 1
        return s.bad >= s.patience

    def restore(s, weights):
        for i, b in enumerate(s.best_weights or []):
            weights[i][:] = b
