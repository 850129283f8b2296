# attack: starts one single operation that takes for ever and cannot be interrupted
# stopped by: limits
# expect: timed_out crashed
def half(x):
    return x / 2


def solve(x):
    return pow(3, 10**9) % 7
