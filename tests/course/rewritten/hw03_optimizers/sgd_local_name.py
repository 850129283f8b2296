# mistake: sgd.new_arrays
class SGD:
    def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay

    def step(self, params, grads):
        for param, grad in zip(params, grads, strict=True):
            param = param - self.lr * grad
