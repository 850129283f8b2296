# attack: replaces the checkers and the judge of the grader by ones that find nothing
# stopped by: process
# expect: wrong
import sys

import numpy as np


def half(x):
    return x / 2


def solve(x):
    import grader.trees.difference

    grader.trees.difference._Comparison.compare = lambda *arguments: None
    for name in ("grader.trees", "grader.checkers.close", "grader.judge.judging"):
        if name in sys.modules:
            sys.modules[name].first_difference = lambda *arguments, **keywords: None
    return np.zeros_like(x)
