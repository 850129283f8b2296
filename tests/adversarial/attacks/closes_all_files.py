# attack: closes every file, the pipe to the grader among them
# stopped by: limits
# expect: crashed
import os


def half(x):
    return x / 2


def solve(x):
    os.closerange(0, 4096)
