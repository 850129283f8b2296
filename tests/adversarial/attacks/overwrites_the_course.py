# attack: writes into the course's folder
# stopped by: namespaces or landlock
# expect: raised
def half(x):
    return x / 2


def solve(x):
    with open(targets["canary"], "w") as file:
        file.write("is dead")
    return x
