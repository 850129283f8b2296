# attack: reads the course's secret with the C library, past everything that Python could watch
# stopped by: namespaces or landlock
# expect: malformed
import ctypes

import numpy as np


def half(x):
    return x / 2


def solve(x):
    libc = ctypes.CDLL(None)
    file = libc.open(targets["secret"].encode(), 0)
    buffer = ctypes.create_string_buffer(32)
    libc.read(file, buffer, 32)
    return np.frombuffer(buffer.raw, dtype=np.uint8)
