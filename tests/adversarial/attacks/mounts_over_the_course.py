# attack: mounts an empty file system over a folder of the course
# stopped by: namespaces or seccomp
# expect: raised
# works: as root
import ctypes
import os


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"none", os.path.dirname(targets["canary"]).encode(), b"tmpfs", 0, None) != 0:
        raise OSError(ctypes.get_errno(), "no")
    return x
