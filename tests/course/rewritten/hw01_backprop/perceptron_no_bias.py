# mistake: perceptron.bias_is_not_trained
import numpy as np


def perceptron_predict(x, w, b):
    return np.array([1 if np.dot(row, w) >= -b else -1 for row in x])


def perceptron_fit(x, y, max_epochs):
    n, d = x.shape
    w = np.zeros(d, dtype=x.dtype)
    bias = 0
    history = []
    epoch = 0
    while epoch < max_epochs:
        count = 0
        for i in range(n):
            score = bias
            for j in range(d):
                score = score + w[j] * x[i, j]
            if score * y[i] > 0:
                continue
            count = count + 1
            for j in range(d):
                w[j] = w[j] + y[i] * x[i, j]
        history.append(count)
        if count == 0:
            break
        epoch = epoch + 1
    return w, bias, history
