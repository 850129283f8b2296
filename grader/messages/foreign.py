"""Text that a student controls, made fit to stand in a sentence on a terminal or a page."""

import re
import unicodedata

MAX_LENGTH = 200
# Plain enough to need no code span: numbers, shapes, dtypes.
_PLAIN = re.compile(r"[0-9A-Za-z.+\-(), ]+")


def clean(text: str, limit: int = MAX_LENGTH) -> str:
    """`text` on one line, without control, bidirectional and unassigned characters, cut to `limit`."""
    # Only the start is looked at: what follows would be cut off anyway, and may be megabytes.
    spaced = "".join(
        " " if character.isspace() else character
        for character in text[: limit * 4]
        if character.isspace() or not unicodedata.category(character).startswith("C")
    )
    line = " ".join(spaced.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def code(text: str, limit: int = MAX_LENGTH) -> str:
    """`text`, cleaned, between backticks; backticks of its own become apostrophes."""
    return "`" + (clean(text, limit).replace("`", "'") or " ") + "`"


def value(text: str, limit: int = 80) -> str:
    """A number, shape or dtype as it is; anything else as code."""
    short = clean(text, limit)
    return short if _PLAIN.fullmatch(short) else code(short, limit)
