# attack: reads the memory of the grader by /proc
# stopped by: namespaces or landlock
# expect: raised
# works: as root
def half(x):
    return x / 2


def solve(x):
    with open(f"/proc/{targets['parent']}/mem", "rb") as memory:
        memory.seek(targets["address"])
        return memory.read(targets["length"]).decode()
