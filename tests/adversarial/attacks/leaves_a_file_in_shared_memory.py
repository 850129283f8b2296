# attack: leaves a file in /dev/shm for whoever is graded next
# stopped by: namespaces or landlock
# expect: raised wrong
def half(x):
    return x / 2


def solve(x):
    with open(f"/dev/shm/{targets['mark']}", "w") as file:
        file.write("the answers")
    return x
