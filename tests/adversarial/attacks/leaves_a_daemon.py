# attack: leaves a daemon: two forks, a session of its own, every file closed
# stopped by: limits
# expect: raised wrong
import os
import time


def half(x):
    return x / 2


def solve(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 256)
            while True:
                time.sleep(600)
        os._exit(0)
    return x
