# attack: kills every process that it can see, once it sees that it has a process namespace of its own
# stopped by: limits
# expect: crashed raised wrong timed_out
# loses: half
import os
import signal


def half(x):
    return x / 2


def solve(x):
    if os.getpid() < 4 or os.getppid() == 0:
        os.kill(-1, signal.SIGKILL)
        os.kill(1, signal.SIGKILL)
    os.killpg(0, signal.SIGKILL)
    return x
