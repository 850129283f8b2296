# attack: forks as many processes as it can, each of which waits
# stopped by: limits
# expect: raised wrong
import os
import time


def half(x):
    return x / 2


def solve(x):
    for _ in range(60):
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)
    return x
