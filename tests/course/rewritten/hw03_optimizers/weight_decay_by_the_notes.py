# mistake: weight_decay.buffer_decays_with_lambda
class SGD:
    """w(1 - lr wd) - lr (wd m + grad): the expanded formula."""

    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay
        self.m = {}

    def step(self, params, grads):
        lam = self.weight_decay
        for k, w in enumerate(params):
            inertia = lam * self.m[k] if k in self.m else 0 * w
            m = inertia + grads[k] + lam * w
            w *= 1 - self.lr * lam
            w -= self.lr * (inertia + grads[k])
            self.m[k] = m
