# attack: hides the inputs of a hidden case in the name of a type, of a key and of a dtype
# stopped by: judge
# expect: malformed
import numpy as np


def half(x):
    return x / 2


def solve(x):
    number = abs(int(x.flat[0] * 10**6))
    return np.zeros(1, dtype=f"S{number}") if number % 2 else type(f"input_{number}", (), {})()
