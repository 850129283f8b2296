"""The names in a zip, in whatever encoding they were written.

A zip says only whether a name is UTF-8.  Russian Windows writes the rest in cp866, other programs in cp1251 or in UTF-8
without saying so.  One program wrote the whole zip, so all of its names together decide; if nothing does, it is cp866.
"""

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence

ENCODINGS = ("cp866", "cp1251", "cp437", "cp1252")
"""Tried in this order; the first of the most plausible ones wins."""

_UTF8 = 0x800
_UNICODE_PATH = 0x7075


def member_names(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of a zip's members, in their order."""
    known = [_known_name(info) for info in members]
    raws = [_raw(info) for info, name in zip(members, known, strict=True) if name is None]
    encoding = likeliest_encoding(raws)
    return [
        name if name is not None else _raw(info).decode(encoding, "backslashreplace")
        for info, name in zip(members, known, strict=True)
    ]


def _known_name(info: zipfile.ZipInfo) -> str | None:
    """The name where there is no doubt about its encoding."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = _raw(info)
    from_extra = _unicode_path(info, raw)
    if from_extra is not None:
        return from_extra
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _raw(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("cp437")  # as which the standard library has read it


def _unicode_path(info: zipfile.ZipInfo, raw: bytes) -> str | None:
    """The UTF-8 name that some programs keep beside the old one, if it belongs to it."""
    field = extra_field(info, _UNICODE_PATH)
    if len(field) <= 5 or struct.unpack("<L", field[1:5])[0] != zlib.crc32(raw):
        return None
    try:
        return field[5:].decode("utf-8")
    except UnicodeDecodeError:
        return None


def extra_field(info: zipfile.ZipInfo, tag: int) -> bytes:
    """The bytes of an extra field of a member, b"" if it has none."""
    extra = info.extra
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        if kind == tag:
            return extra[4 : 4 + length]
        extra = extra[4 + length :]
    return b""


def likeliest_encoding(raws: Sequence[bytes]) -> str:
    """The encoding in which these names look most like names."""
    joined = b"\n".join(raws)
    return max(ENCODINGS, key=lambda encoding: (_plausibility(joined.decode(encoding, "replace")), -_rank(encoding)))


def _rank(encoding: str) -> int:
    return ENCODINGS.index(encoding)


def _plausibility(text: str) -> int:
    """Letters speak for a reading; symbols, two scripts in one word and capitals inside a word speak against it."""
    score = 0
    for before, here in zip("\n" + text, text, strict=False):
        if ord(here) > 127:
            score += 1 if here.isalpha() else -2
        if before.isalpha() and here.isalpha():
            score -= 3 * (_script(before) != _script(here))
            score -= 2 * (before.islower() and here.isupper())
    return score


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
