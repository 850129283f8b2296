# attack: takes memory that its children share, and that no single one of them seems to hold
# stopped by: limits
# expect: out_of_memory raised wrong crashed
import mmap
import os
import signal


def half(x):
    return x / 2


def solve(x):
    for _ in range(4):
        hoard = mmap.mmap(-1, 2**24)
        hoard.write(bytes(2**24))
        if os.fork() == 0:
            signal.pause()
    return mmap.mmap(-1, 2**30)
