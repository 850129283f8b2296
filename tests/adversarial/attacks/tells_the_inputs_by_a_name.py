# attack: hides the inputs of a hidden case in the name of something that is said to be missing
# stopped by: judge
# expect: missing
import sys


def half(x):
    return x / 2


def solve(x):
    name = "input_" + "_".join(str(abs(int(entry * 10**6))) for entry in x.flat)
    raise AttributeError(name=name, obj=sys.modules[__name__])
