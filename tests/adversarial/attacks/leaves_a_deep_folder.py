# attack: leaves folders so deep in each other that who removes them runs out of stack
# stopped by: limits
# expect: wrong raised
import os


def half(x):
    return x / 2


def solve(x):
    if os.path.exists("d"):
        return x
    here = os.open(".", os.O_RDONLY)
    for _ in range(1010):
        os.mkdir("d")
        os.chdir("d")
    os.fchdir(here)
    os.close(here)
    return x
