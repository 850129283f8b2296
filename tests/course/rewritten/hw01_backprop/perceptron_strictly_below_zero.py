# mistake: perceptron.zero_score_is_no_mistake
import numpy as np


def perceptron_predict(x, w, b):
    labels = np.ones(len(x))
    labels[np.einsum("ij,j->i", x, w) + b < 0] = -1
    return labels


def perceptron_fit(x, y, max_epochs):
    """Weights and bias in one vector: a column of ones is appended to the samples."""
    ones = np.ones((len(x), 1), dtype=x.dtype)
    z = np.hstack([x, ones]) * y.reshape(-1, 1).astype(x.dtype)
    theta = np.zeros(z.shape[1], dtype=x.dtype)
    mistakes = []
    for _ in range(max_epochs):
        fails = 0
        for signed in z:
            if signed @ theta < 0:
                theta = theta + signed
                fails += 1
        mistakes.append(fails)
        if not fails:
            break
    return theta[:-1], float(theta[-1]), mistakes
