# attack: changes the mode of a file of the course
# stopped by: namespaces or seccomp
# expect: raised
import os


def half(x):
    return x / 2


def solve(x):
    os.chmod(targets["canary"], 0o777)
    return x
