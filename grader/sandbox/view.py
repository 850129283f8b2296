"""What a student's code may see of the file system: the interpreter, its packages, a few devices.

No home, no course, no other submission, no gradebook.  The same list is what namespaces put into the new root, what
bubblewrap is told, and what Landlock allows to be read.
"""

import os
import site
import stat
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.errors import GraderError

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
"""The devices that harmless code opens."""

_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
"""Shared libraries, and where the loader looks them up."""

_PACKAGE = Path(__file__).resolve().parents[1]
"""This package: in a checkout it lies beside the course, so it is shown, and what it lies in is not."""


def readable(hidden: Iterable[str] = ()) -> list[str]:
    """The existing folders and files that may be read, none below another.

    `hidden` are paths that must not be seen, such as the course's folder: `GraderError` where the interpreter or its
    packages lie so that one of them would be.
    """
    found = _without_nested({path for path in _candidates() if os.path.exists(path)})
    for secret in map(os.path.realpath, hidden):
        for path in found:
            if _is_below(secret, os.path.realpath(path)):
                raise GraderError(
                    f"{secret} lies in {path}, which a student's code can read: move the course out of Python's folders"
                )
    return found


def open_to_all() -> bool:
    """Whether any user may reach the interpreter's own files."""
    folders = Path(os.path.realpath(os.__file__)).parents
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)


def _candidates() -> Iterator[str]:
    yield from _SYSTEM
    yield str(_PACKAGE)
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        if prefix not in ("/", "/usr"):  # all that is of interest there is named above
            yield from (os.path.join(prefix, name) for name in ("bin", "lib", "lib64", "pyvenv.cfg"))
    yield sys.executable
    yield os.path.realpath(sys.executable)
    yield from (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    yield from site.getsitepackages()


def _without_nested(paths: set[str]) -> list[str]:
    return sorted(path for path in paths if not any(other != path and _is_below(path, other) for other in paths))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
