# attack: forks, lets the child fork and dies, over and over, so that no parent is left to be asked
# stopped by: limits
# expect: crashed raised timed_out
import os
import time


def half(x):
    return x / 2


def solve(x):
    for _ in range(12):
        if os.fork():
            os._exit(0)
        os.setsid()
    time.sleep(600)
