# attack: answers with an object whose finalizer, representation and length never end
# stopped by: limits
# expect: timed_out malformed
class Tar(dict):
    def __len__(self):
        while True:
            pass

    __repr__ = __iter__ = keys = items = __bool__ = __hash__ = __len__

    def __del__(self):
        while True:
            pass


def half(x):
    return x / 2


def solve(x):
    return Tar()
