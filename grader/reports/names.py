"""Names of files for ids of any kind."""

import hashlib
import re

_SAFE = re.compile(r"[\w@+-]")
MAX_NAME = 120


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
