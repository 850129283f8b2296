"""The reference answers, from the trusted process, for what a case borrows of it.

A question comes from a process that runs a student's code, which may ask anything: by name, only for what is lent,
with plain data of bounded size, so often and for so long.  What it gets is plain data, too; objects of a lent class
stay here, and are spoken of by number until the case is over.

    describe NAME                       → {"value": {"kind", "methods": {name: kind}, "settings": […]}}
    call NAME, call CLASS.METHOD        → {"value", "arrays", "generators"}
    make CLASS                          → the same; the value is {"object": number, "names": […]}
    get CLASS.NAME, set CLASS.NAME      → {"value"}

The arguments are [positional, named]; the keywords hold `of`, the number of the object, and `generators`, the state of
each random generator among the arguments by its place.  Arrays that were changed in place come back by their place
among all leaves of the arguments, generators with the state that they were left in.
"""

import inspect
import json
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from types import FrameType, ModuleType
from typing import Any

import numpy as np

from grader.model import Tree
from grader.trees import Opaque, leaves, snapshot

MAX_AXIS = 2**12
"""Of an array in a question: what is made of two of them, such as a product, must not fill the memory here."""
MAX_ENTRIES = 2**17
MAX_WHOLE = 2**20
"""What the whole numbers in a question may multiply to: somebody may make an array, or a loop, of them."""
MAX_ASKED_BYTES = 2**28
MAX_ANSWER_BYTES = 2**24
MAX_ITEMS = 5000
MAX_OBJECTS = 32
MAX_STATE = 400
SECONDS = 5.0
"""Time that the reference may take for all questions of one case."""


class Reluctance(ValueError):
    """The reference does not answer this question; its text is what the student's code sees as a `ValueError`."""


class Loan:
    """What one case borrows: the names that are lent, the objects made so far, what is left of the bounds."""

    def __init__(self, reference: ModuleType, names: Iterable[str]) -> None:
        self._lent = {name: getattr(reference, name) for name in names}
        self._methods = {name: _methods(lent) for name, lent in self._lent.items() if inspect.isclass(lent)}
        self._objects: list[tuple[str, Any]] = []
        self._bytes, self._seconds = MAX_ASKED_BYTES, SECONDS

    def __call__(self, question: str, arguments: list[Tree], keywords: dict[str, Tree]) -> Tree:
        """The answer to a question; `Reluctance` where it may or can not be given."""
        verb, _, target = question.partition(" ")
        name, _, attribute = target.partition(".")
        if name not in self._lent or (attribute.startswith("_") and attribute != "__call__"):
            raise Reluctance(f"{target[:80]} is not lent")
        self._check(target, arguments)
        try:
            return self._answer(verb, name, attribute, arguments, keywords)
        except Reluctance:
            raise
        except Exception as error:  # arguments that the student's code made up may fail the reference in any way
            raise Reluctance(f"{target}: {type(error).__name__}: {error}") from error

    def _answer(self, verb: str, name: str, attribute: str, arguments: list[Tree], keywords: dict[str, Tree]) -> Tree:
        lent = self._lent[name]
        if verb == "describe":
            return {"value": _description(lent)}
        if attribute:
            return self._of_object(verb, name, attribute, arguments, keywords)
        if verb == "make" and inspect.isclass(lent):
            return self._made(name, lent, arguments, keywords)
        if verb == "call" and inspect.isfunction(lent):
            return self._called(lent, arguments, keywords)
        raise Reluctance(f"{name} cannot be asked for so")

    def _made(self, name: str, lent: type, arguments: list[Tree], keywords: dict[str, Tree]) -> Tree:
        if len(self._objects) == MAX_OBJECTS:
            raise Reluctance(f"{name}: more than {MAX_OBJECTS} objects of lent classes")

        def make(*positional: Tree, **named: Tree) -> Tree:
            made = lent(*positional, **named)
            if any(isinstance(kept, np.random.Generator) for kept in getattr(made, "__dict__", {}).values()):
                raise Reluctance(f"{name} keeps a random generator, which would not be the caller's own")
            self._objects.append((name, made))
            return {"object": len(self._objects) - 1, "names": _plain_names(made)}

        return self._called(make, arguments, keywords)

    def _of_object(
        self, verb: str, name: str, attribute: str, arguments: list[Tree], keywords: dict[str, Tree]
    ) -> Tree:
        number = keywords.get("of")
        if type(number) is not int or not 0 <= number < len(self._objects) or self._objects[number][0] != name:
            raise Reluctance(f"there is no such object of {name}")
        target = self._objects[number][1]
        if attribute in self._methods[name]:
            if verb == "call":
                return self._called(getattr(target, attribute), arguments, keywords)
        elif verb == "get":
            return {"value": _plain(attribute, self._timed(lambda: snapshot(getattr(target, attribute))))}
        elif verb == "set" and hasattr(target, attribute):
            self._timed(lambda: setattr(target, attribute, arguments[0][0]))
            return {"value": None}
        raise Reluctance(f"{name}.{attribute} cannot be asked for so")

    def _called(self, function: Callable[..., Any], arguments: list[Tree], keywords: dict[str, Tree]) -> Tree:
        """What a call returns, and what it changed of its arguments."""
        positional, named = arguments
        places: list[Any] = [*positional]
        generators = {}
        for place, state in keywords.get("generators", {}).items():
            generators[place] = _generator(state)
            if place in named:
                named[place] = generators[place]
            else:
                places[int(place)] = generators[place]
        arrays = {
            place: (leaf, leaf.copy())
            for place, (_, leaf) in enumerate(leaves([positional, named]))
            if isinstance(leaf, np.ndarray)
        }
        value = self._timed(lambda: _value(function, places, named))
        changed = {str(n): now for n, (now, then) in arrays.items() if now.tobytes() != then.tobytes()}
        states = {place: json.dumps(one.bit_generator.state) for place, one in generators.items()}
        return {"value": _plain(function.__name__, value), "arrays": changed, "generators": states}

    def _check(self, target: str, question: Tree) -> None:
        whole = 1
        for _, leaf in leaves(question):
            if isinstance(leaf, Opaque):
                raise Reluctance(f"{target}: {leaf.type_name} is not plain data")
            if isinstance(leaf, np.ndarray):
                self._bytes -= leaf.nbytes
                if leaf.size > MAX_ENTRIES or max(leaf.shape, default=0) > MAX_AXIS or self._bytes < 0:
                    raise Reluctance(f"{target}: arrays of at most {MAX_AXIS} rows and {MAX_ENTRIES} entries")
                if leaf.size == 1 and leaf.dtype.kind in "iu":
                    whole *= max(1, abs(int(leaf.item())))
            elif type(leaf) is int:
                whole *= max(1, abs(leaf))
        if whole > MAX_WHOLE:
            raise Reluctance(f"{target}: whole numbers that multiply to at most {MAX_WHOLE}")

    def _timed(self, work: Callable[[], Any]) -> Any:
        """What `work` returns; `Reluctance` once the time is spent, which is looked at before every line of Python."""
        started = time.monotonic()
        deadline = started + self._seconds

        def watch(frame: FrameType, event: str, argument: Any) -> Any:
            if time.monotonic() > deadline:
                raise Reluctance("the reference takes too long")
            return watch

        before = sys.gettrace()
        sys.settrace(watch)  # of this thread alone
        try:
            return work()
        finally:
            sys.settrace(before)
            self._seconds -= time.monotonic() - started


def _value(function: Callable[..., Any], positional: list[Any], named: dict[str, Any]) -> Tree:
    """A plain copy of what a call returns; of a generator, the list of its items."""
    value = function(*positional, **named)
    if inspect.isgenerator(value):
        value = list(islice(value, MAX_ITEMS + 1))
        if len(value) > MAX_ITEMS:
            raise Reluctance(f"{function.__name__}: yields more than {MAX_ITEMS} items")
    return snapshot(value)


def _plain(name: str, value: Tree) -> Tree:
    size = 0
    for _, leaf in leaves(value):
        if isinstance(leaf, Opaque):
            raise Reluctance(f"{name}: {leaf.type_name} cannot be lent")
        size += leaf.nbytes if isinstance(leaf, np.ndarray) else sys.getsizeof(leaf)
    if size > MAX_ANSWER_BYTES:
        raise Reluctance(f"{name}: an answer of {size} bytes, at most {MAX_ANSWER_BYTES}")
    return value


def _generator(state: Tree) -> np.random.Generator:
    if not isinstance(state, str) or len(state) > MAX_STATE:
        raise Reluctance("not the state of a random generator")
    bits = np.random.PCG64(0)
    bits.state = json.loads(state)
    return np.random.Generator(bits)


def _description(lent: Any) -> dict[str, Tree]:
    if not inspect.isclass(lent):
        return {"kind": _kind(lent), "methods": {}, "settings": []}
    settings = [name for name in inspect.signature(lent).parameters if not name.startswith("_")]
    methods: dict[str, Tree] = {name: _kind(method) for name, method in _methods(lent).items()}
    return {"kind": "class", "methods": methods, "settings": settings}


def _kind(function: Any) -> str:
    return "generator" if inspect.isgeneratorfunction(function) else "function"


def _methods(lent: type) -> dict[str, Any]:
    """What of a class can be called from outside."""
    members = inspect.getmembers(lent, inspect.isfunction)
    return {name: member for name, member in members if not name.startswith("_") or name == "__call__"}


def _plain_names(made: Any) -> list[str]:
    return [name for name in getattr(made, "__dict__", {}) if not name.startswith("_")]
