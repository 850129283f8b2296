# attack: kills its parent, the warm process that all submissions come from
# stopped by: namespaces or landlock or seccomp
# expect: raised crashed wrong
import os
import signal
import time


def half(x):
    return x / 2


def solve(x):
    parent = os.getppid()
    if parent > 1:
        os.kill(parent, signal.SIGKILL)
        time.sleep(1)
    return x
