# attack: takes memory little by little and keeps it
# stopped by: limits
# expect: out_of_memory
import numpy as np


def half(x):
    return x / 2


def solve(x):
    hoard = []
    while True:
        hoard.append(np.zeros(2**22))
