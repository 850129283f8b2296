# attack: answers with an array that says that it equals everything
# stopped by: judge
# expect: malformed
import numpy as np


class Yes(np.ndarray):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __array_function__(self, function, kinds, arguments, keywords):
        return True

    def __array_ufunc__(self, function, method, *arguments, **keywords):
        return np.zeros(1)

    def __sub__(self, other):
        return np.zeros(1)

    __rsub__ = __abs__ = lambda self, *others: np.zeros(1)


def half(x):
    return x / 2


def solve(x):
    return np.zeros_like(x).view(Yes)
