# attack: raises an exception of which nothing can be asked, not even its type's name
# stopped by: judge
# expect: raised malformed crashed
class Meta(type):
    __name__ = property(lambda self: 1 / 0)
    __instancecheck__ = __subclasscheck__ = lambda self, other: 1 / 0


class Bomb(BaseException, metaclass=Meta):
    def __getattribute__(self, name):
        raise MemoryError

    __repr__ = __str__ = __len__ = __iter__ = __eq__ = __bool__ = __hash__ = __getattribute__


def half(x):
    return x / 2


def solve(x):
    raise Bomb
