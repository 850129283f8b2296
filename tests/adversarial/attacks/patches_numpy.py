# attack: replaces what compares arrays by what always agrees
# stopped by: process
# expect: wrong
import numpy as np


def half(x):
    return x / 2


def solve(x):
    np.array_equal = np.allclose = np.array_equiv = lambda *arguments, **keywords: True
    np.abs = np.zeros_like
    np.testing.assert_allclose = np.testing.assert_array_equal = lambda *arguments, **keywords: None
    return np.zeros_like(x)
