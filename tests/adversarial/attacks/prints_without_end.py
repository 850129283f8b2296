# attack: prints without end, and swallows being stopped once
# stopped by: limits
# expect: output_limit
def half(x):
    return x / 2


def solve(x):
    while True:
        try:
            while True:
                print("spam" * 1000)
        except BaseException as error:
            again = error
        raise again
