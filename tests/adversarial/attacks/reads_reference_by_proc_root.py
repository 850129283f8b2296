# attack: goes to the reference through the root of the grader's process in /proc
# stopped by: namespaces or landlock
# expect: raised
# works: as root
def half(x):
    return x / 2


def solve(x):
    stolen = {}
    with open(f"/proc/{targets['parent']}/root{targets['reference']}") as file:
        exec(file.read(), stolen)
    return stolen["solve"](x)
