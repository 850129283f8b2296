# attack: writes many small files, sparse ones and large ones
# stopped by: limits
# expect: raised crashed wrong
def half(x):
    return x / 2


def solve(x):
    for number in range(500):
        with open(f"small{number}", "w") as file:
            file.write("x")
    for number in range(6):
        with open(f"large{number}", "wb") as file:
            file.write(bytes(2**22))
    with open("sparse", "wb") as file:
        file.truncate(2**40)
    return x
