# attack: blocks every signal and sleeps in the C library
# stopped by: limits
# expect: timed_out
import ctypes
import signal


def half(x):
    return x / 2


def solve(x):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
    ctypes.CDLL(None).pause()
