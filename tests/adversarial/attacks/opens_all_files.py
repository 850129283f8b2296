# attack: opens files until no descriptor is left to answer on
# stopped by: limits
# expect: wrong raised
import os


def half(x):
    return x / 2


def solve(x):
    global hoard
    hoard = []
    try:
        while len(hoard) < 10000:
            hoard.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        pass
    return x
