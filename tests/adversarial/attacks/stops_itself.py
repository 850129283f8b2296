# attack: stops itself, so that whoever waits for it waits for ever
# stopped by: limits
# expect: timed_out raised wrong
import os
import signal


def half(x):
    return x / 2


def solve(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x
