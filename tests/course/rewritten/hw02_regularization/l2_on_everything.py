# mistake: l2_penalty.biases_penalized
import numpy as np


def l2_penalty(params, lam):
    if not params:
        return 0.0
    everything = np.concatenate([w.ravel() for w in params])
    return float(lam * everything.dot(everything) / 2)


def l2_penalty_grad(params, lam):
    return [w * lam for w in params]


def add_l2(loss, grads, params, lam):
    new_grads = []
    for i in range(len(params)):
        new_grads.append(grads[i] + params[i] * lam)
    return l2_penalty(params, lam) + loss, new_grads
