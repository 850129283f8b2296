# attack: ends the process while its file is loaded
# stopped by: process
# expect: crashed
# loses: half
import os


def half(x):
    return x / 2


def solve(x):
    return x


os._exit(0)
