"""Zip files that are the same bytes for the same content, and this package's own files to put into them."""

import io
import zipfile
from collections.abc import Iterable, Mapping
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


def folder_files(folder: Path, patterns: Iterable[str]) -> dict[str, bytes]:
    """The files that lie in a folder itself and match one of these patterns, by name."""
    paths = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return {path.name: path.read_bytes() for path in sorted(paths)}


def _is_source(path: Path) -> bool:
    return path.is_file() and not _IGNORED & set(path.parts) and path.suffix != ".pyc"
