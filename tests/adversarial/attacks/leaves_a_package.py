# attack: writes a file among the installed packages, which every Python would run at its start
# stopped by: namespaces or landlock
# expect: raised
# works: where the packages can be written
import site


def half(x):
    return x / 2


def solve(x):
    with open(f"{site.getsitepackages()[0]}/{targets['mark']}.pth", "w") as file:
        file.write("# harmless\n")
    return x
