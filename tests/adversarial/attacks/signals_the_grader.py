# attack: sends a signal to the grader's own process
# stopped by: namespaces or landlock or seccomp
# expect: raised
import os
import signal


def half(x):
    return x / 2


def solve(x):
    os.kill(targets["parent"], signal.SIGURG)
    return x
