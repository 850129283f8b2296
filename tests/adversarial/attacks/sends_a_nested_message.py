# attack: sends a message nested so deeply that whoever reads it runs out of stack
# stopped by: judge
# expect: crashed
import os
import struct
from contextlib import suppress


def half(x):
    return x / 2


def solve(x):
    text = b'{"case":"in_secret","failure":null,"detail":"","line":null,"sizes":[],"tree":' + b"[" * 100000
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, struct.pack("<4sIQ", b"GRO1", len(text), 0) + text)
    os._exit(0)
