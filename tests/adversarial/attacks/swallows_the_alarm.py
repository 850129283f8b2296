# attack: loops without end and swallows whatever is raised in it
# stopped by: limits
# expect: timed_out
def half(x):
    return x / 2


def solve(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
