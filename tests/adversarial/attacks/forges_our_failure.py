# attack: sends a message that says that the grader itself has failed, which would cost no points
# stopped by: judge
# expect: crashed
import json
import os
import struct
from contextlib import suppress


def half(x):
    return x / 2


def solve(x):
    head = {"case": "in_secret", "failure": "grader_error", "detail": "", "line": None, "tree": None, "sizes": []}
    text = json.dumps(head).encode()
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, struct.pack("<4sIQ", b"GRO1", len(text), 0) + text)
    os._exit(0)
