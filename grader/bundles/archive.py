"""Zip files that are the same bytes for the same content, and this package's own files to put into them."""

import ast
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import grader
from grader.errors import GraderError
from grader.files import write_atomically

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: a zip knows no earlier one."""

PACKAGE = Path(grader.__file__).parent
_IGNORED = {"__pycache__"}


def write_archive(path: Path, files: Mapping[str, bytes], executable: Iterable[str] = ()) -> None:
    """Writes a zip of these files, by name; those in `executable` may be run where it is unpacked on Unix.

    Raises `GraderError` where `path` cannot be written.
    """
    runs = set(executable)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whose permissions these are
            entry.external_attr = (0o100755 if name in runs else 0o100644) << 16
            archive.writestr(entry, files[name])
    try:
        write_atomically(path, stream.getvalue())
    except OSError as error:
        raise GraderError(f"--out {path}: cannot be written ({error.strerror}): give another path") from error


def package_files(parts: Iterable[str] | None = None) -> dict[str, bytes]:
    """The files of this package as they lie in it, "grader/model/words.py" and so on.

    `parts` names those to take, files or folders below `grader/`; all of them if it is None.
    """
    roots = [PACKAGE] if parts is None else [PACKAGE / part for part in parts]
    paths = [path for root in roots for path in ([root] if root.is_file() else root.rglob("*"))]
    return {f"grader/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in paths if _is_source(path)}


def imported_files(sources: Iterable[bytes]) -> dict[str, bytes]:
    """The files of this package that Python sources import, directly or not.

    Modules that are found by name while they run, such as checkers, are not among them.
    """
    found: dict[Path, bytes] = {}
    waiting = [name for source in sources for name in _imports(source)]
    while waiting:
        path = _file_of(waiting.pop())
        if path is not None and path not in found:
            found[path] = path.read_bytes()
            waiting += _imports(found[path])
    return {f"grader/{path.relative_to(PACKAGE).as_posix()}": content for path, content in found.items()}


def _file_of(name: str) -> Path | None:
    """The file of a module or package `grader.…`; None for what a module defines."""
    place = PACKAGE.joinpath(*name.split(".")[1:])
    candidates = [place.with_suffix(".py"), place / "__init__.py"]
    return next((path for path in candidates if path.is_file()), None)


def _imports(source: bytes) -> Iterator[str]:
    """The dotted names below `grader` that a source imports, with the packages above each."""
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name}" for name in names]
        for parts in (name.split(".") for name in names):
            if parts[0] == "grader":
                yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def folder_files(folder: Path, patterns: Iterable[str]) -> dict[str, bytes]:
    """The files that lie in a folder itself and match one of these patterns, by name."""
    paths = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return {path.name: path.read_bytes() for path in sorted(paths)}


def _is_source(path: Path) -> bool:
    return path.is_file() and not _IGNORED & set(path.parts) and path.suffix != ".pyc"
