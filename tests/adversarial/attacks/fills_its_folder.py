# attack: writes many small files, sparse ones and large ones
# stopped by: limits
# expect: raised crashed wrong timed_out
def half(x):
    return x / 2


def solve(x):
    for number in range(100):
        with open(f"small{number}", "w") as file:
            file.write("x")
    for number in range(3):
        with open(f"large{number}", "wb") as file:
            file.write(bytes(2**21))
    with open("sparse", "wb") as file:
        file.truncate(2**40)
    return x
