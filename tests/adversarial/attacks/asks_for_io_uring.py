# attack: sets up a ring by which the kernel does what a filter of system calls cannot see
# stopped by: seccomp
# expect: raised
# works: with io_uring
import ctypes


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(425, 4, ctypes.create_string_buffer(256)) < 0:
        raise OSError(ctypes.get_errno(), "no")
    raise ValueError(targets["boast"])
