# attack: takes all but one processor from the grader's process
# stopped by: namespaces or seccomp
# expect: raised
# works: with processors to lose
import os


def half(x):
    return x / 2


def solve(x):
    os.sched_setaffinity(targets["parent"], {min(os.sched_getaffinity(0))})
    return x
