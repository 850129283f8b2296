# attack: leaves a segment of System V shared memory, which outlives its process
# stopped by: namespaces or seccomp
# expect: raised wrong
import ctypes


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.shmget(targets["shared_memory"], 4096, 0o1666) < 0:
        raise OSError(ctypes.get_errno(), "no")
    return x
