# attack: sends a message with a number of very many digits, and one that is no JSON
# stopped by: judge
# expect: crashed
import os
import struct
from contextlib import suppress


def half(x):
    return x / 2


def solve(x):
    text = b'{"case":"in_secret","failure":null,"detail":"","line":' + b"9" * 100000 + b',"sizes":[NaN],"tree":1e999}'
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, struct.pack("<4sIQ", b"GRO1", len(text), 0) + text)
    os._exit(0)
