# attack: overwrites its inputs, so that zeros would be the right answer to what is left of them
# stopped by: judge
# expect: wrong
def half(x):
    return x / 2


def solve(x):
    x[...] = 0
    return x
