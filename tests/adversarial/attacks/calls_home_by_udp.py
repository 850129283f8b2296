# attack: sends a UDP packet with what it was asked
# stopped by: namespaces or seccomp
# expect: raised wrong
import socket


def half(x):
    return x / 2


def solve(x):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(x.tobytes()[:100], ("127.0.0.1", targets["udp"]))
    return x
