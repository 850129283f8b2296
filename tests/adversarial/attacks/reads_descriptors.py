# attack: reads every file that is open
# stopped by: process
# expect: malformed raised
import os
from contextlib import suppress


def half(x):
    return x / 2


def solve(x):
    found = []
    for descriptor in range(256):
        with suppress(OSError):
            found.append(os.pread(descriptor, 1000, 0).decode("latin-1"))
    return found
