# attack: ends, and leaves the pipe to the grader to a child that keeps it open and says nothing
# stopped by: limits
# expect: crashed timed_out raised
import os
import time


def half(x):
    return x / 2


def solve(x):
    if os.fork() == 0:
        os.setsid()
        while True:
            time.sleep(600)
    os._exit(0)
