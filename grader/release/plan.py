"""What `student_templates/` should hold, in what it differs from that, and how it is brought up to date.

Below `student_templates/<language>/` everything is generated: a file there that the plan does not name is superfluous.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader import handout
from grader.course import CourseFolder
from grader.errors import GraderError
from grader.files import write_atomically
from grader.handout import Handout
from grader.judge import Oracle
from grader.model import LANGUAGES
from grader.release.folders import lectures, student_folder

FOLDER = "student_templates"

Plan = Mapping[Path, bytes]
"""The whole content of every file, by its path relative to the course's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One file that is not as it should be; `path` is relative to the course's root, None in `content` removes it."""

    path: Path
    kind: Literal["missing", "stale", "superfluous"]
    content: bytes | None


def released_names(folder: CourseFolder, names: Sequence[str] = ()) -> tuple[str, ...]:
    """The assignments to release: those named, or all homework; `GraderError` for a name that cannot be released."""
    known = tuple(a.name for a in folder.course.assignments if a.kind == "homework")
    for name in names:
        if name not in known:
            raise GraderError(f"there is no homework {name!r} in course.toml: use one of {', '.join(known)}")
    return tuple(names) or known


def plan(folder: CourseFolder, names: Sequence[str]) -> Plan:
    """Every file that the named assignments should have below `student_templates/`."""
    files: dict[Path, bytes] = {}
    for language in LANGUAGES:
        files[Path(FOLDER, language, "lectures.md")] = lectures(folder.root, language)
    for name in names:
        oracle = Oracle(folder.material(name))
        for language in LANGUAGES:
            place = Path(FOLDER, language, name)
            committed = _committed(folder.root / place / handout.FILE)
            for file, content in student_folder(oracle, language, committed).items():
                files[place / file] = content
    return files


def _committed(path: Path) -> Handout | None:
    """The handout that lies there, if there is one and it can be read."""
    try:
        return handout.read(path)
    except GraderError:
        return None


def changes(root: Path, planned: Plan, names: Sequence[str] | None = None) -> tuple[Change, ...]:
    """In what the course's folder differs from the plan, by path.

    Superfluous files are looked for in the folders of the assignments `names`, or everywhere if it is None.
    """
    found = []
    for path, content in planned.items():
        try:
            if (root / path).read_bytes() != content:
                found.append(Change(path=path, kind="stale", content=content))
        except FileNotFoundError:
            found.append(Change(path=path, kind="missing", content=content))
    for path in _present(root, names):
        if path not in planned:
            found.append(Change(path=path, kind="superfluous", content=None))
    return tuple(sorted(found, key=lambda change: change.path))


def _present(root: Path, names: Sequence[str] | None) -> list[Path]:
    """The files that lie there; what begins with a dot or lies in `__pycache__` is nobody's business."""
    tops = [Path(FOLDER, language) for language in LANGUAGES]
    if names is not None:
        tops = [top / name for top in tops for name in names]
    paths = (path.relative_to(root) for top in tops for path in (root / top).rglob("*") if path.is_file())
    return [path for path in paths if not any(part.startswith(".") or part == "__pycache__" for part in path.parts)]


def apply(root: Path, wanted: Sequence[Change]) -> None:
    """Writes and removes what the changes say; folders left empty go, too."""
    for change in wanted:
        path = root / change.path
        if change.content is not None:
            write_atomically(path, change.content)
            continue
        path.unlink(missing_ok=True)
        for parent in list(path.parents)[: len(change.path.parts) - 2]:
            if any(parent.iterdir()):
                break
            parent.rmdir()
