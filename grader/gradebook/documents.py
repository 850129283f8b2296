"""The nouns as JSON and back, exactly: what is read equals what was written.

A Fraction is its text ("1/3").  JSON knows neither NaN nor infinity, so such a float is `{"$float": "inf"}`.
Half surrogates, which a student's string may hold and UTF-8 may not, become question marks.
"""

import functools
import hashlib
import math
from fractions import Fraction
from typing import Any, TypeVar

import msgspec

Noun = TypeVar("Noun")

_FLOAT = "$float"


class DocumentError(ValueError):
    """A document does not hold what it should."""


def to_document(noun: object) -> str:
    """A noun of `grader.model` as one line of JSON."""
    plain = _storable(msgspec.to_builtins(noun, enc_hook=_encode))
    return msgspec.json.encode(plain).decode("utf-8")


def from_document(document: str, kind: type[Noun]) -> Noun:
    """The noun of type `kind` that `to_document` wrote; `DocumentError` where it is something else."""
    try:
        # A text that a student wrote has its quotation marks escaped, so it cannot look like this.
        if f'{{"{_FLOAT}":' not in document:
            return msgspec.json.decode(document, type=kind, dec_hook=_decode)
        return msgspec.convert(_restored(msgspec.json.decode(document)), type=kind, dec_hook=_decode)
    except (msgspec.MsgspecError, ArithmeticError, ValueError, TypeError) as error:
        raise DocumentError(str(error)) from error


def course_digest(document: str) -> str:
    """Names the version of a course by its document: 64 hexadecimal digits."""
    return hashlib.sha256(document.encode("utf-8")).hexdigest()


def storable_text(text: str) -> str:
    """`text` as UTF-8 can hold it."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _storable(plain: Any) -> Any:
    if isinstance(plain, str):
        return storable_text(plain)
    if isinstance(plain, float) and not math.isfinite(plain):
        return {_FLOAT: str(plain)}
    if isinstance(plain, dict):
        return {_storable(key): _storable(item) for key, item in plain.items()}
    if isinstance(plain, list | tuple):
        return [_storable(item) for item in plain]
    return plain


def _restored(plain: Any) -> Any:
    if isinstance(plain, dict):
        if plain.keys() == {_FLOAT}:
            return float(plain[_FLOAT])
        return {key: _restored(item) for key, item in plain.items()}
    if isinstance(plain, list):
        return [_restored(item) for item in plain]
    return plain


def _encode(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not part of a document")


@functools.lru_cache(maxsize=4096)
def _fraction(text: str) -> Fraction:
    """A class's scorecards hold the same few numbers again and again, and to read one costs microseconds."""
    return Fraction(text)


def _decode(kind: type, value: Any) -> Any:
    if kind is Fraction and isinstance(value, str):
        return _fraction(value)
    raise TypeError(f"a {kind.__name__} cannot be {str(value)[:40]!r}")
