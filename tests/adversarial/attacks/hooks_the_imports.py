# attack: hooks into the imports, so that the grader's next import gets what the attack likes
# stopped by: judge
# expect: wrong
import builtins
import sys
import types

import numpy as np


class Finder:
    def find_spec(self, name, path=None, target=None):
        raise SystemExit(0)


def half(x):
    return x / 2


def solve(x):
    sys.meta_path.insert(0, Finder())
    builtins.__import__ = lambda *arguments, **keywords: types.ModuleType("nothing")
    return np.zeros_like(x)
