# mistake: l2_penalty.penalty_without_the_half + biases_penalized_in_the_gradient
import numpy as np


def l2_penalty(params, lam):
    return lam * float(sum(np.linalg.norm(w) ** 2 for w in params if np.ndim(w) != 1))


def l2_penalty_grad(params, lam):
    return [np.multiply(w, lam, dtype=w.dtype) for w in params]


def add_l2(loss, grads, params, lam):
    total = [g + d for g, d in zip(grads, l2_penalty_grad(params, lam), strict=True)]
    return loss + l2_penalty(params, lam), total
