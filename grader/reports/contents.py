"""Nouns as bytes, to tell whether two of them are the same in everything that could be shown.

Whole scorecards are compared for thousands of pages at each report, so this is msgspec's work and not Python's.
"""

import functools
import hashlib
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

import grader

Noun = TypeVar("Noun")


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"{type(value).__name__} is not a noun of a report")


_JSON = msgspec.json.Encoder(enc_hook=_plain)
_MSGPACK = msgspec.msgpack.Encoder(enc_hook=_plain)


def digest(*facts: object) -> str:
    """A name for everything that these nouns, sequences, mappings and numbers hold."""
    # JSON keeps the zone of a time but neither NaN nor infinity; MessagePack keeps those, and of a time the moment.
    taken = hashlib.blake2b(_JSON.encode(facts), digest_size=20)
    taken.update(_MSGPACK.encode(facts))
    return taken.hexdigest()


@functools.cache
def made_by() -> str:
    """Names the grader that makes the pages: its version, every file of it, and the version of Jinja."""
    root = Path(grader.__file__).parent
    taken = hashlib.blake2b(f"{grader.__version__}, jinja2 {version('jinja2')}".encode(), digest_size=20)
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            taken.update(f"\n{path.relative_to(root)}\n".encode())
            taken.update(path.read_bytes())
    return taken.hexdigest()


class Keyed(Generic[Noun]):
    """A noun that is equal to another one if both hold the same (of times only the moment, not the zone)."""

    __slots__ = ("noun", "_content")

    def __init__(self, noun: Noun) -> None:
        """Reads all that the noun holds, once."""
        self.noun = noun
        self._content = _MSGPACK.encode(noun)

    def __hash__(self) -> int:
        """The same for nouns that hold the same."""
        return hash(self._content)

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same."""
        return isinstance(other, Keyed) and self._content == other._content
