# attack: puts the folder of the solutions on the path and imports the reference
# stopped by: namespaces or landlock
# expect: raised
import importlib
import os
import sys


def half(x):
    return x / 2


def solve(x):
    sys.path.insert(0, os.path.dirname(targets["reference"]))
    return importlib.import_module(os.path.basename(targets["reference"])[:-3]).solve(x)
