# attack: sends an array whose bytes are not of its shape, and whose shape nobody could hold
# stopped by: judge
# expect: crashed
import json
import os
import struct
from contextlib import suppress


def half(x):
    return x / 2


def solve(x):
    tree = {"d": {"out": {"a": [0, "<f8", [2**39, 2**39, 0]]}, "more": {"a": [1, "<f8", [10**6, 10**6]]}}}
    head = {"case": "in_secret", "failure": None, "detail": "", "line": None, "tree": tree, "sizes": [0, 8]}
    text = json.dumps(head).encode()
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, struct.pack("<4sIQ", b"GRO1", len(text), 8) + text + bytes(8))
    os._exit(0)
