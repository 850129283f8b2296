# attack: plants a link to the reference in its own folder and reads through that
# stopped by: namespaces or landlock
# expect: raised
import os


def half(x):
    return x / 2


def solve(x):
    if not os.path.islink("mine.py"):
        os.symlink(targets["reference"], "mine.py")
    stolen = {}
    with open("mine.py") as file:
        exec(file.read(), stolen)
    return stolen["solve"](x)
