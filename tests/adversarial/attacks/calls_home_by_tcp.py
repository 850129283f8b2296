# attack: opens a TCP connection and tells what it was asked
# stopped by: namespaces or landlock or seccomp
# expect: raised
import socket


def half(x):
    return x / 2


def solve(x):
    with socket.create_connection(("127.0.0.1", targets["tcp"]), timeout=0.2) as line:
        line.sendall(x.tobytes())
    return x
