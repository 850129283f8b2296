# attack: writes without end to the descriptors of standard output and standard error
# stopped by: limits
# expect: timed_out output_limit raised
import os


def half(x):
    return x / 2


def solve(x):
    while True:
        os.write(1, b"spam" * 1000)
        os.write(2, b"spam" * 1000)
