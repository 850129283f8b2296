# attack: ends the process with a status that says that all is well
# stopped by: process
# expect: crashed
import os


def half(x):
    return x / 2


def solve(x):
    os._exit(0)
