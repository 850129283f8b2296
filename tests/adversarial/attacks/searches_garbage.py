# attack: searches everything that the collector knows for another function of its own name
# stopped by: process
# expect: malformed
import gc
from types import FunctionType


def half(x):
    return x / 2


def solve(x):
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__name__ == "solve" and thing.__globals__ is not globals():
            if "KEY" in thing.__globals__:
                return thing(x)
    return None
