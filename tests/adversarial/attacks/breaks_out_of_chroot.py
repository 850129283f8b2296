# attack: climbs out of a changed root by changing it once more, and reads the reference
# stopped by: namespaces or landlock or seccomp
# expect: raised
# works: as root
import os


def half(x):
    return x / 2


def solve(x):
    here = os.open(".", os.O_RDONLY)
    os.makedirs("jail", exist_ok=True)
    os.chroot("jail")
    os.fchdir(here)
    for _ in range(64):
        os.chdir("..")
    os.chroot(".")
    stolen = {}
    with open(targets["reference"]) as file:
        exec(file.read(), stolen)
    return stolen["solve"](x)
