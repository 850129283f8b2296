"""Text made safe for Markdown, and for the HTML that is made of it."""

import hashlib
import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&#])")
_CODE = re.compile(r"`([^`]+)`")
_SAFE = re.compile(r"[\w@+-]")
MAX_NAME = 120


class Markdown(str):
    """Text that is Markdown already and is not escaped again."""

    __slots__ = ()


def escaped(value: object) -> Markdown:
    """Any value as Markdown that shows its text as it is, on one line; Markdown stays what it is."""
    if isinstance(value, Markdown):
        return value
    text = _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", str(value)))
    return Markdown(f"\\{text}" if text.startswith(("-", "+", "=")) else text)


def prose(sentence: str) -> Markdown:
    """A sentence of `grader.messages`, or an author's, whose code stands between backticks."""
    return Markdown(_prose(sentence))


def cell(sentence: str) -> Markdown:
    """The same within a table, where a bar ends the cell even inside code."""
    return Markdown(re.sub(r"(?<!\\)\|", r"\\|", _prose(sentence)))


def _prose(sentence: str) -> str:
    parts = _CODE.split(" ".join(sentence.split()))
    return "".join(f"`{part}`" if index % 2 else escaped(part) for index, part in enumerate(parts))


def capitalised(sentence: str) -> str:
    """The sentence with a capital first letter, unless it begins with code."""
    return type(sentence)(sentence[:1].upper() + sentence[1:])


def file_name(text: str) -> str:
    """A file name for any id: letters, digits and `@+-_.` stay, the rest is written as %XX.

    Different ids have different names, and none leaves its folder, is hidden, or is too long for a file system.
    """
    name = "".join(
        character if _SAFE.fullmatch(character) or (character == "." and index) else _percent(character)
        for index, character in enumerate(text)
    )
    if name and len(name.encode("utf-8")) <= MAX_NAME:
        return name
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{name.encode('utf-8')[:MAX_NAME].decode('utf-8', 'ignore')}~{digest}"


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
