# attack: computes on many threads, none of which minds an exception
# stopped by: limits
# expect: timed_out raised out_of_memory crashed
import hashlib
import threading


def half(x):
    return x / 2


def hog():
    data = bytes(2**20)
    while True:
        hashlib.sha256(data)


def solve(x):
    threads = [threading.Thread(target=hog, daemon=True) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
