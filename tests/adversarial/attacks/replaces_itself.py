# attack: replaces itself among the modules by something that has every name and says yes to everything
# stopped by: judge
# expect: malformed
import sys


class Everything:
    def __getattr__(self, name):
        return self

    def __call__(self, *arguments, **keywords):
        return self

    def __eq__(self, other):
        return True


sys.modules[__name__] = sys.modules["submission"] = Everything()


def half(x):
    return x / 2


def solve(x):
    return Everything()
