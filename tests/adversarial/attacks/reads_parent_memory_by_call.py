# attack: reads the memory of the grader by a system call
# stopped by: namespaces or landlock or seccomp
# expect: raised
# works: as root
import ctypes


class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.process_vm_readv.restype = ctypes.c_ssize_t
    buffer = ctypes.create_string_buffer(targets["length"])
    ours = Part(ctypes.addressof(buffer), targets["length"])
    theirs = Part(targets["address"], targets["length"])
    if libc.process_vm_readv(targets["parent"], ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0) < 0:
        raise OSError(ctypes.get_errno(), "no")
    return buffer.raw.decode()
