"""Where the tests put what other users must get at, too: the folder for what is temporary may be closed to them."""

import stat
import tempfile
from pathlib import Path


def open_folder() -> str:
    """The first folder for what is temporary that everybody may enter; the usual one where there is none."""
    usual = tempfile.gettempdir()
    return next((folder for folder in (usual, "/tmp", "/var/tmp") if _is_open(Path(folder))), usual)


def _is_open(folder: Path) -> bool:
    return folder.is_dir() and all(one.stat().st_mode & stat.S_IXOTH for one in (folder, *folder.parents))
