# attack: recurses without end, with the guard of Python turned off
# stopped by: limits
# expect: crashed raised out_of_memory timed_out
import sys


def half(x):
    return x / 2


def solve(x):
    sys.setrecursionlimit(2**31 - 1)
    deep = []
    for _ in range(10**5):
        deep = [deep]
    return repr(deep)
