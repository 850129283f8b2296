# attack: makes a user namespace of its own, in which it is root and may ask the kernel for much more
# stopped by: seccomp
# expect: raised
# works: with user namespaces
import ctypes


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x10000000 | 0x00020000) != 0:
        raise OSError(ctypes.get_errno(), "no")
    raise ValueError(targets["boast"])
