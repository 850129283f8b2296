# attack: answers with empty arrays and with shapes that would be broadcast
# stopped by: judge
# expect: malformed
import numpy as np

calls = 0


def half(x):
    return x / 2


def solve(x):
    global calls
    calls += 1
    return np.zeros((0, 4)) if calls % 2 else np.zeros((1, 1))
