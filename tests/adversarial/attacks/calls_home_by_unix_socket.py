# attack: connects to a socket in the file system, behind which a service may sit
# stopped by: namespaces or seccomp
# expect: raised
import socket


def half(x):
    return x / 2


def solve(x):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(targets["unix"])
    return x
