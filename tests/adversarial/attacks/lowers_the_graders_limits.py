# attack: changes a limit of the grader's process
# stopped by: namespaces or seccomp
# expect: raised
import resource


def half(x):
    return x / 2


def solve(x):
    soft, hard = resource.prlimit(targets["parent"], resource.RLIMIT_NOFILE)
    resource.prlimit(targets["parent"], resource.RLIMIT_NOFILE, (soft - 1, hard))
    return x
