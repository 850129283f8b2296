# mistake: l2_penalty.gradient_twice_too_large
import numpy as np


def l2_penalty(params, lam):
    total = 0.0
    for p in params:
        if len(p.shape) > 1:
            total += np.vdot(p, p)
    return float(lam * total / 2)


def l2_penalty_grad(params, lam):
    grads = []
    for p in params:
        g = np.zeros_like(p)
        if len(p.shape) > 1:
            g += 2 * lam * p
        grads.append(g)
    return grads


def add_l2(loss, grads, params, lam):
    extra = l2_penalty_grad(params, lam)
    return loss + l2_penalty(params, lam), [np.add(a, b) for a, b in zip(grads, extra, strict=True)]
