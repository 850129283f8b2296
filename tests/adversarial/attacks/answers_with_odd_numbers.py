# attack: answers with numbers that no format has room for
# stopped by: judge
# expect: malformed
import numpy as np


def half(x):
    return x / 2


def solve(x):
    void = np.zeros(3, dtype=[("a", "f8"), ("b", "O")])
    return [10**5000, -(10**5000), float("nan"), np.longdouble(1), np.datetime64("NaT"), void, 1j, "\ud800"]
