# attack: sends half of a message and then sleeps
# stopped by: judge
# expect: timed_out crashed
import os
import struct
import time
from contextlib import suppress


def half(x):
    return x / 2


def solve(x):
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, struct.pack("<4sIQ", b"GRO1", 500, 500) + b"{")
    while True:
        try:
            time.sleep(600)
        except BaseException:
            pass
