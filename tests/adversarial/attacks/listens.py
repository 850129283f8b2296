# attack: leaves a process that listens for whoever wants to take over the next submission
# stopped by: limits
# expect: raised wrong
import os
import socket
import time


def half(x):
    return x / 2


def solve(x):
    line = socket.create_server(("127.0.0.1", 0))
    if os.fork() == 0:
        os.setsid()
        while True:
            line.accept()
            time.sleep(1)
    return x
