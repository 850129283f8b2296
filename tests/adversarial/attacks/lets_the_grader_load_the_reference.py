# attack: asks the grader's own library, which can be imported here, to load the course and its reference
# stopped by: namespaces or landlock
# expect: raised
from pathlib import Path


def half(x):
    return x / 2


def solve(x):
    from grader.files import load_module

    return load_module(Path(targets["reference"]), "stolen").solve(x)
