"""What goes to students: a zip for each homework and language, the same bytes for the same content.

Unpacked side by side, several share one page of lectures: it lies beside the assignments' folders, where statements
link to it.
"""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from grader.model import LANGUAGES
from grader.release.plan import FOLDER, Plan

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip: when a zip was made must not change it."""

MODE = 0o100644 << 16


def pack(planned: Plan, names: Sequence[str]) -> dict[str, bytes]:
    """The zips of these assignments by file name ("hw02_regularization.ru.zip"), made of a plan that holds them."""
    return {
        f"{name}.{language}.zip": _zip(planned, Path(FOLDER, language), name)
        for name in names
        for language in LANGUAGES
    }


def _zip(planned: Plan, root: Path, name: str) -> bytes:
    wanted = [path for path in sorted(planned) if path.parent in (root, root / name)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in wanted:
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), EPOCH)
            entry.external_attr, entry.create_system = MODE, 3
            archive.writestr(entry, planned[path], zipfile.ZIP_DEFLATED)
    return stream.getvalue()
