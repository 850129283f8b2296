# attack: leaves a key in the kernel's keyring of its user
# stopped by: seccomp
# expect: raised
# works: with a keyring
import ctypes


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None, use_errno=True)
    name = targets["mark"].encode()
    if libc.syscall(248, b"user", name, b"the answers", ctypes.c_size_t(11), -4) < 0:
        raise OSError(ctypes.get_errno(), "no")
    raise ValueError(targets["boast"])
