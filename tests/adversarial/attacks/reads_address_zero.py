# attack: reads where nothing is
# stopped by: process
# expect: crashed
import ctypes


def half(x):
    return x / 2


def solve(x):
    return ctypes.string_at(0)
