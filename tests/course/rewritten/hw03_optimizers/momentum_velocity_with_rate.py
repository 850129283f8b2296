# mistake: momentum.rate_inside_the_buffer
class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.mu = momentum
        self.weight_decay = weight_decay
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [0.0] * len(params)
        for i, w in enumerate(params):
            gradient = grads[i] + w * self.weight_decay
            # Sutskever's form
            self.v[i] = self.mu * self.v[i] - self.lr * gradient
            w += self.v[i]
