# attack: leaves a folder that nobody may enter, a link to the course and names that cannot be printed
# stopped by: limits
# expect: wrong raised
import os


def half(x):
    return x / 2


def solve(x):
    os.makedirs("closed/inner", exist_ok=True)
    for name in (b"\xff\xfe", b"two\nlines", b"-rf", b"\x1b[2J"):
        open(name, "w").close()
    if not os.path.lexists("link"):
        os.symlink(os.path.dirname(targets["canary"]), "link")
    os.chmod("closed", 0)
    return x
