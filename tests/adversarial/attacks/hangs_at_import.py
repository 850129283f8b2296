# attack: never comes to the end of its own file
# stopped by: limits
# expect: timed_out
def half(x):
    return x / 2


while True:
    pass


def solve(x):
    return x
