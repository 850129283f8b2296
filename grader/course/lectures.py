"""The sections of the lectures' notes, `assignments/lectures.<language>.md`, which tasks and mistakes refer to."""

import re
from pathlib import Path

from grader.model import LANGUAGES

_ANCHOR = re.compile(r"""<a\s+(?:id|name)=["']([^"']+)["']""")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")


def anchors(assignments: Path) -> dict[str, set[str]]:
    """The file's name → the anchors that stand there, for each language that has notes."""
    return {path.name: set(_ANCHOR.findall(_text(path))) for _, path in _files(assignments)}


def sections(assignments: Path) -> dict[str, dict[str, str]]:
    """Anchor → the heading that follows it, by language; of an anchor without a heading there is nothing to say."""
    found: dict[str, dict[str, str]] = {}
    for language, path in _files(assignments):
        waiting: list[str] = []
        for line in filter(str.strip, _text(path).splitlines()):
            heading = _HEADING.match(line)
            if heading:
                for anchor in waiting:
                    found.setdefault(anchor, {})[language] = heading[1]
            here = _ANCHOR.findall(line)
            waiting = [*waiting, *here] if here else []
    return found


def _files(assignments: Path) -> list[tuple[str, Path]]:
    every = [(language, assignments / f"lectures.{language}.md") for language in LANGUAGES]
    return [(language, path) for language, path in every if path.is_file()]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
