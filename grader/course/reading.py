"""TOML → nouns by pydantic, with every complaint as one line: file, key, remedy."""

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from grader.errors import GraderError
from grader.reading import read_text

Noun = TypeVar("Noun")

_REMEDIES = {
    "unexpected_keyword_argument": "there is no such key: remove it or correct its spelling",
    "extra_forbidden": "there is no such key: remove it or correct its spelling",
    "missing": "this key is required: add it",
}


def read(path: Path, noun: type[Noun]) -> Noun:
    """The file's content as `noun`; numbers with a point are exact.  `GraderError` names file, key and remedy."""
    text = read_text(path)
    try:
        values = tomllib.loads(text, parse_float=Fraction)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise GraderError(f"{path}: not valid TOML: {error}") from error
    return validate(values, noun, path)


def validate(values: Any, noun: type[Noun], path: Path) -> Noun:
    """`values` as `noun`, or a `GraderError` with the first complaint and the number of the others."""
    try:
        return TypeAdapter(noun).validate_python(values)
    except ValidationError as error:
        complaints = error.errors()
        # A misspelt key makes two complaints, an unknown key and a missing one: the first is the one to mend.
        first = min(complaints, key=lambda complaint: complaint["type"] == "missing")
        key = _key(first["loc"])
        more = f" (and {len(complaints) - 1} more)" if len(complaints) > 1 else ""
        remedy = _REMEDIES.get(first["type"], f"{first['msg']}, not {str(first['input'])[:40]!r}")
        raise GraderError(f"{path}: key {key}: {remedy}{more}") from error


def _key(location: tuple[int | str, ...]) -> str:
    """`("tasks", 0, "points")` → `tasks[1].points`, counted as people count."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".") or "(the whole file)"
