"""In a child: what stands in the student's module for the earlier parts that it borrows.

So a task that builds on an earlier one can be graded as if the earlier one were right, and yet the reference is in no
process that a student's code can reach: arguments go out on the wire, plain data come back (`grader.judge.loan` says
in what form).  A borrowed class is a class whose objects live in the trusted process; a borrowed name with a dotted
name after it ("Dropout=torch.nn.Dropout") is that object of a public library.
"""

import importlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import ModuleType
from typing import Any, ClassVar

import numpy as np

from grader.model import Observation, Tree
from grader.sandbox import frames
from grader.trees import leaves, snapshot

QUESTION = "?"
"""Stands where an observation has the name of its case, in a frame that asks."""

OBJECT = "_object_of_the_lender"
MAX_ANSWER = 2**26
PATIENCE = 60.0


@contextmanager
def borrowed(module: ModuleType, names: Sequence[str], wire: int) -> Iterator[None]:
    """Replaces these names of the module, also as a base of its other classes, and puts the student's own back."""
    own = {}
    for borrow in names:
        name, _, public = borrow.partition("=")
        own[name] = vars(module).get(name)
        lent = _public(public) if public else _lent(_Wire(wire), name)
        setattr(module, name, lent)
        _rebase(module, own[name], lent)
    try:
        yield
    finally:
        for name, thing in own.items():
            _rebase(module, vars(module).get(name), thing)
            setattr(module, name, thing)


def _rebase(module: ModuleType, old: Any, new: Any) -> None:
    """Makes classes that are derived from `old` derive from `new`; one that cannot be changed stays as it is."""
    if not isinstance(old, type) or not isinstance(new, type):
        return
    for one in list(vars(module).values()):
        if isinstance(one, type) and one is not new and old in one.__bases__:
            with suppress(TypeError):  # classes with slots have a layout of their own
                one.__bases__ = tuple(new if base is old else base for base in one.__bases__)


def _public(dotted: str) -> Any:
    """`torch.nn.Dropout`, whatever of it is a module."""
    package, *rest = dotted.split(".")
    found: Any = importlib.import_module(package)
    for name in rest:
        found = getattr(found, name, None) or importlib.import_module(f"{found.__name__}.{name}")
    return found


class _Wire:
    """Asks the trusted process, which may refuse: then the student's code gets a `ValueError`."""

    def __init__(self, file: int) -> None:
        self.file = file

    def ask(self, question: str, arguments: Sequence[Any] = (), named: Mapping[str, Any] = {}, of: int = -1) -> Any:
        """The value of the answer, after what was changed of the arguments is changed in the caller's own."""
        places = {**{str(n): value for n, value in enumerate(arguments)}, **named}
        generators = {place: one for place, one in places.items() if isinstance(one, np.random.Generator)}
        states = {place: json.dumps(one.bit_generator.state) for place, one in generators.items()}
        given = [
            [None if str(n) in generators else value for n, value in enumerate(arguments)],
            {name: None if name in generators else value for name, value in named.items()},
        ]
        answer = self._answer(question, given, {"of": of, "generators": states})
        if answer.get("arrays"):
            own = [leaf for _, leaf in leaves(given)]
            for place, array in answer["arrays"].items():
                if isinstance(own[int(place)], np.ndarray):
                    own[int(place)][...] = array
        for place, state in answer.get("generators", {}).items():
            generators[place].bit_generator.state = json.loads(state)
        return answer["value"]

    def _answer(self, question: str, arguments: list[Any], keywords: dict[str, Tree]) -> Any:
        value = [snapshot(arguments), keywords]
        frame = frames.pack(Observation(case=QUESTION, detail=question, value=value))
        while frame:
            frame = frame[os.write(self.file, frame) :]
        answer = frames.read_observation(self.file, time.monotonic() + PATIENCE, MAX_ANSWER)
        if answer.failure is not None:
            raise ValueError(answer.detail)
        return answer.value


def _lent(wire: _Wire, name: str) -> Any:
    about = wire.ask(f"describe {name}")
    if about["kind"] == "class":
        methods = {called: _method(kind, called) for called, kind in about["methods"].items()}
        lent = _Class(wire=wire, name=name, settings=frozenset(about["settings"]))
        return type(name, (_Lent,), {"_lent": lent, **methods})
    return _asking(about["kind"], name, lambda *arguments, **named: wire.ask(f"call {name}", arguments, named))


def _asking(kind: str, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    """A function, or a generator that asks for all its items at once when the first one is wanted."""

    def function(*arguments: Any, **named: Any) -> Any:
        return ask(*arguments, **named)

    def generator(*arguments: Any, **named: Any) -> Iterator[Any]:
        yield from ask(*arguments, **named)

    asking = generator if kind == "generator" else function
    asking.__name__ = name
    return asking


@dataclass(frozen=True, slots=True, kw_only=True)
class _Class:
    """What a lent class is: how to ask for it, its name, the arguments of its constructor."""

    wire: _Wire
    name: str
    settings: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Object:
    """Number of an object in the trusted process, and which of its attributes are asked for there."""

    number: int
    names: frozenset[str]


class _Lent:
    """A class that can be made, called, read, set and derived from as the reference's; its methods are put below it.

    A subclass has the methods and the settings in common with it, that is the arguments of its constructor that are
    attributes, too; everything else that it keeps is its own.
    """

    _lent: ClassVar[_Class]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        lent = self._lent
        made = lent.wire.ask(f"make {lent.name}", arguments, named)
        names = frozenset(made["names"])
        if "_lent" not in vars(type(self)):  # a class of the student's, derived from this one
            names &= lent.settings
        for name in names:
            vars(self).pop(name, None)  # as the constructor would have set it anew
        vars(self)[OBJECT] = _Object(number=made["object"], names=names)

    def __getattr__(self, name: str) -> Any:
        if OBJECT not in vars(self) or name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        try:
            return self._lent.wire.ask(f"get {self._lent.name}.{name}", of=_number(self))
        except ValueError as error:
            raise AttributeError(str(error)) from error

    def __setattr__(self, name: str, value: Any) -> None:
        if OBJECT in vars(self) and name in vars(self)[OBJECT].names:
            self._lent.wire.ask(f"set {self._lent.name}.{name}", [value], of=_number(self))
        else:
            object.__setattr__(self, name, value)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError(f"an object of {self._lent.name} cannot be copied while it is lent")


def _number(one: _Lent) -> int:
    """The object's number; one whose class called no constructor of its base, such as a dataclass, is made now."""
    if OBJECT not in vars(one):
        _Lent.__init__(one, **{name: value for name, value in vars(one).items() if name in one._lent.settings})
    number: int = vars(one)[OBJECT].number
    return number


def _method(kind: str, name: str) -> Callable[..., Any]:
    def ask(self: _Lent, *arguments: Any, **named: Any) -> Any:
        return self._lent.wire.ask(f"call {self._lent.name}.{name}", arguments, named, of=_number(self))

    return _asking(kind, name, ask)
