# attack: removes the folder in which the others get theirs
# stopped by: namespaces or landlock
# expect: raised wrong
import os
import shutil


def half(x):
    return x / 2


def solve(x):
    parent = os.path.dirname(os.getcwd())
    if len(parent) > 1:
        shutil.rmtree(parent)
    return x
