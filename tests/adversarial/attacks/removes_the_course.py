# attack: removes a file of the course
# stopped by: namespaces or landlock
# expect: raised
import os


def half(x):
    return x / 2


def solve(x):
    os.unlink(targets["canary"])
    return x
