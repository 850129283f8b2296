"""One text in two languages: English first, then a paragraph that begins with `ru:` and runs to the end.

The docstrings of cases, mistakes and reference solutions are written so; a student sees the half that they read.
"""

import inspect
import re

_RUSSIAN = re.compile(r"^[ \t]*ru:[ \t]*", re.MULTILINE)


def split(text: str) -> dict[str, str]:
    """`"Hello.\\n\\nru: Привет."` → `{"en": "Hello.", "ru": "Привет."}`; without `ru:` only "en" is there."""
    parts = _RUSSIAN.split(text, maxsplit=1)
    english = inspect.cleandoc(parts[0]).strip()
    if len(parts) == 1:
        return {"en": english}
    first, _, rest = parts[1].partition("\n")
    russian = f"{first.strip()}\n{inspect.cleandoc(chr(10) + rest)}" if rest.strip() else first
    return {"en": english, "ru": russian.strip()}


def title(text: str | None, where: str) -> dict[str, str]:
    """The two halves of a docstring, each on one line; `ValueError` names `where` if a half is missing."""
    halves = split(text or "")
    if not halves["en"] or not halves.get("ru"):
        raise ValueError(f"{where}: write a docstring in English, then a paragraph that begins with 'ru:'")
    return {language: " ".join(half.split()) for language, half in halves.items()}
