# attack: lets the kernel tell it what happens in a folder of the course
# stopped by: namespaces or landlock
# expect: raised
import ctypes
import os


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None, use_errno=True)
    watcher = libc.inotify_init()
    if watcher < 0 or libc.inotify_add_watch(watcher, os.path.dirname(targets["canary"]).encode(), 0xFFF) < 0:
        raise OSError(ctypes.get_errno(), "no")
    raise ValueError(targets["boast"])
