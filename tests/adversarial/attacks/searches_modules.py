# attack: looks the reference up among the modules that are loaded
# stopped by: process
# expect: malformed
import sys


def half(x):
    return x / 2


def solve(x):
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) == targets["reference"]:
            return module.solve(x)
    return None
