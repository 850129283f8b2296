# attack: announces more than could ever be sent
# stopped by: judge
# expect: output_limit crashed
import os
import struct
from contextlib import suppress


def half(x):
    return x / 2


def solve(x):
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, struct.pack("<4sIQ", b"GRO1", 2**32 - 1, 2**63))
