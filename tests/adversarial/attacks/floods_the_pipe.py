# attack: writes without end to the pipe to the grader
# stopped by: judge
# expect: crashed output_limit timed_out
import os
from contextlib import suppress


def half(x):
    return x / 2


def solve(x):
    while True:
        for descriptor in range(3, 64):
            with suppress(OSError):
                os.write(descriptor, b"spam" * 10000)
