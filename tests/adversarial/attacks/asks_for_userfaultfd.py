# attack: asks to handle page faults itself, by which races in the kernel are won
# stopped by: seccomp
# expect: raised
# works: with userfaultfd
import ctypes


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(323, 1) < 0:
        raise OSError(ctypes.get_errno(), "no")
    raise ValueError(targets["boast"])
