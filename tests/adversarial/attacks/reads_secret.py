# attack: reads the course's secret, from which all hidden inputs follow
# stopped by: namespaces or landlock
# expect: raised
import numpy as np


def half(x):
    return x / 2


def solve(x):
    return np.fromfile(targets["secret"], dtype=np.uint8)
