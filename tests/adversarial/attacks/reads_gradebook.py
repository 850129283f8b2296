# attack: reads the gradebook
# stopped by: namespaces or landlock
# expect: raised
def half(x):
    return x / 2


def solve(x):
    with open(targets["gradebook"]) as file:
        raise ValueError(file.read())
