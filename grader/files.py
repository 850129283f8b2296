"""Files that are either the old or the new version, never half of one; modules read from files; folders removed."""

import functools
import os
import secrets
import stat
import sys
import types
from contextlib import suppress
from pathlib import Path
from types import CodeType, ModuleType


def write_atomically(path: Path, data: str | bytes) -> None:
    """Writes `data` (text as UTF-8) to `path`, making its folder; readers see all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = data.encode("utf-8") if isinstance(data, str) else data
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def remove_tree(folder: Path) -> None:
    """Removes a folder with all that is in it, whatever a hostile program made of it; what will not go stays.

    Follows no link, needs neither stack nor descriptors for folders that lie deep in each other, and raises nothing.
    """
    with suppress(OSError):
        _empty(os.open(folder, _FOLDER))
        os.rmdir(folder)


def _empty(here: int) -> None:
    """Empties the folder of a descriptor, which is closed: down by names, up by "..", one folder open at a time."""
    waiting = [_without_files(here)]
    try:
        while True:
            if waiting[-1]:
                try:
                    here = _gone_to(waiting[-1][-1], here)
                except OSError:
                    waiting[-1].pop()
                else:
                    waiting.append(_without_files(here))
                continue
            waiting.pop()
            if not waiting:
                return
            here = _gone_to("..", here)
            with suppress(OSError):
                os.rmdir(waiting[-1].pop(), dir_fd=here)
    finally:
        os.close(here)


def _gone_to(name: str, here: int) -> int:
    there = os.open(name, _FOLDER, dir_fd=here)
    os.close(here)
    return there


def _without_files(folder: int) -> list[str]:
    """The folders in a folder, opened to us, after everything else in it was removed."""
    folders = []
    os.fchmod(folder, 0o700)
    for name in os.listdir(folder):
        with suppress(OSError):
            if stat.S_ISDIR(os.lstat(name, dir_fd=folder).st_mode):
                os.chmod(name, 0o700, dir_fd=folder)
                folders.append(name)
            else:
                os.unlink(name, dir_fd=folder)
    return folders


@functools.lru_cache(maxsize=64)
def _compiled(path: Path, modified: int, size: int) -> CodeType:
    """The file's code, compiled once for each version of it: known mistakes ask for the same one again and again."""
    return compile(path.read_bytes(), str(path), "exec")


def load_module(path: Path, name: str) -> ModuleType:
    """Executes a trusted Python file as a module of that name, without writing bytecode beside it.

    Every call gives a module of its own: what is patched in one copy is not seen in another.
    """
    module = types.ModuleType(name)
    module.__file__ = str(path)
    if getattr(sys.modules.get(name), "__spec__", None) is None:  # never in place of one that was imported
        sys.modules[name] = module  # dataclasses look their module up there
    status = path.stat()
    exec(_compiled(path, status.st_mtime_ns, status.st_size), module.__dict__)
    return module
