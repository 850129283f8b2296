# attack: answers with objects that pass themselves off as arrays, numbers, lists and dicts
# stopped by: judge
# expect: malformed
import numpy as np


class Chameleon:
    __class__ = np.ndarray
    dtype, shape, ndim, size = np.dtype(float), (5, 4), 2, 20

    def __array__(self, *arguments, **keywords):
        raise KeyboardInterrupt

    def __eq__(self, other):
        return True

    __array_interface__ = property(lambda self: 1 / 0)
    __len__ = __iter__ = __float__ = __getitem__ = __array__


class Number(float):
    def __eq__(self, other):
        return True

    __hash__ = None

    def hex(self):
        return "0x0p+0"


class Entries(dict):
    def __contains__(self, key):
        return True

    def __getitem__(self, key):
        return Chameleon()


def half(x):
    return x / 2


def solve(x):
    return {"a": Chameleon(), "b": Number(1), "c": Entries(), "d": [Chameleon()]}
