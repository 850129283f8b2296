# attack: becomes another program, which keeps running
# stopped by: limits
# expect: crashed raised timed_out
import os


def half(x):
    return x / 2


def solve(x):
    os.execv("/bin/sleep", ["sleep", "600"])
