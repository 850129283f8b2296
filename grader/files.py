"""Files that are either the old or the new version, never half of one; modules read from files."""

import functools
import os
import secrets
import sys
import types
from pathlib import Path
from types import CodeType, ModuleType


def write_atomically(path: Path, data: str | bytes, *, lasting: bool = True) -> None:
    """Writes `data` (text as UTF-8) to `path`, making its folder; readers see all of it or none.

    `lasting` waits until the disk has it: not needed for what can be made again in no time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = data.encode("utf-8") if isinstance(data, str) else data
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(raw)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


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
