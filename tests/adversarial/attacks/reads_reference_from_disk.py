# attack: reads the reference from the course's folder and lets it answer
# stopped by: namespaces or landlock
# expect: raised
from pathlib import Path


def half(x):
    return x / 2


def solve(x):
    stolen = {}
    exec(Path(targets["reference"]).read_text(), stolen)
    return stolen["solve"](x)
