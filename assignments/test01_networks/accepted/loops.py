import numpy as np


def bias_gradient(dz):
    db = np.zeros_like(dz[0])
    for row in dz:
        db = db + row
    return db


def softmax(z):
    rows = []
    for row in z:
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return np.array(rows)
