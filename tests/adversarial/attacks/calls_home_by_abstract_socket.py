# attack: connects to a socket that has a name and no file
# stopped by: namespaces or landlock or seccomp
# expect: raised
import socket


def half(x):
    return x / 2


def solve(x):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(targets["abstract"])
    return x
