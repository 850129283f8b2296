# mistake: perceptron.labels_zero_and_one
import numpy as np


class Perceptron:
    def __init__(self, dim, dtype):
        self.w, self.b = np.zeros(dim, dtype), 0.0

    def epoch(self, x, y):
        wrong = 0
        for features, label in zip(x, y, strict=True):
            margin = label * (np.sum(features * self.w) + self.b)
            if not margin > 0:
                self.w += label * features
                self.b += label
                wrong += 1
        return wrong


def perceptron_predict(x, w, b):
    return (np.dot(x, w) + b >= 0).astype(int)


def perceptron_fit(x, y, max_epochs):
    model = Perceptron(x.shape[1], x.dtype)
    log = []
    while len(log) < max_epochs and (not log or log[-1] > 0):
        log.append(model.epoch(x, y))
    return model.w, float(model.b), log
