"""`equivalents.toml`: mutants that no case could notice, and cases that are kept for another reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from grader.audit.mutants import Mutant
from grader.course.reading import read

FILE = "equivalents.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalent:
    """One `[[equivalent]]`: what names the mutant, as the audit prints it, and why it is no mistake."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    function: str
    line: str
    mutation: str
    reason: str

    @property
    def key(self) -> tuple[str, str, str]:
        """As `Mutant.key`."""
        return self.function, self.line, self.mutation


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One `[[kept]]`: a hidden case that notices nothing that others do not, and why it is there all the same."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    case: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What an author lists in the file."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    equivalent: tuple[Equivalent, ...] = ()
    kept: tuple[Kept, ...] = ()


def read_listed(folder: Path) -> Listed:
    """What an assignment's folder lists; nothing if there is no such file.  `GraderError` for a bad one."""
    path = folder / FILE
    return read(path, Listed) if path.is_file() else Listed()


def entry(mutant: Mutant) -> str:
    """The entry that would list a mutant, for its author to copy and to give the reason."""
    lines = (f"function = {_quoted(mutant.function)}", f"line = {_quoted(mutant.line)}")
    return "\n".join(("[[equivalent]]", *lines, f"mutation = {_quoted(mutant.mutation)}", 'reason = ""'))


def reasons(listed: Sequence[Equivalent]) -> dict[tuple[str, str, str], str]:
    """The reason by the mutant's key."""
    return {one.key: one.reason.strip() for one in listed}


def _quoted(text: str) -> str:
    """As a TOML string; source lines hold quotes of both kinds."""
    return "'''" + text + "'''" if '"' in text or "\\" in text else f'"{text}"'
