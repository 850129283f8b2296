# attack: takes hold of the worker as a debugger does
# stopped by: namespaces or landlock or seccomp
# expect: raised
# works: with ptrace
import ctypes
import os


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    if libc.ptrace(0x4206, os.getppid() or targets["parent"], None, None) != 0:
        raise OSError(ctypes.get_errno(), "no")
    raise ValueError(targets["boast"])
