# attack: answers public cases from a table and hopes for the hidden ones
# stopped by: judge
# expect: wrong
import sys

import numpy as np


def half(x):
    return x / 2


def solve(x):
    frame = sys._getframe(1)
    if frame.f_code.co_name == "in_public":
        return np.ones_like(x)
    return np.random.default_rng().standard_normal(x.shape)
