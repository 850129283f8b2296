# attack: takes a copy of a descriptor of the grader by pidfd_getfd and reads it
# stopped by: namespaces or landlock or seccomp
# expect: raised
# works: as root
import ctypes
import os


def half(x):
    return x / 2


def solve(x):
    parent = os.pidfd_open(targets["parent"])
    file = ctypes.CDLL(None, use_errno=True).syscall(438, parent, targets["descriptor"], 0)
    if file < 0:
        raise OSError(ctypes.get_errno(), "no")
    return os.pread(file, 1000, 0).decode()
