# attack: reads what somebody else handed in
# stopped by: namespaces or landlock
# expect: raised
def half(x):
    return x / 2


def solve(x):
    with open(targets["neighbour"]) as file:
        return file.read()
