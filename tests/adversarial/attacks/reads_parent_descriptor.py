# attack: reads a file that the grader has open, through the grader's descriptor
# stopped by: namespaces or landlock
# expect: raised
# works: as root
def half(x):
    return x / 2


def solve(x):
    with open(f"/proc/{targets['parent']}/fd/{targets['descriptor']}") as file:
        return file.read()
